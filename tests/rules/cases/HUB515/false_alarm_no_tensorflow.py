# Files without TensorFlow have other datasets.

from other import Dataset

Dataset().make_one_shot_iterator()
