# The method of a dataset, whatever TensorFlow is imported as.

from tensorflow.data import Dataset

numbers = Dataset.range(3).make_one_shot_iterator()  # HUB515

# output

from tensorflow.data import Dataset
import tensorflow as tf

numbers = tf.compat.v1.data.make_one_shot_iterator(Dataset.range(3))
