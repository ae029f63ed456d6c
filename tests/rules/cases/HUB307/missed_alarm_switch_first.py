# The import goes behind whatever has to come before TensorFlow.
# select: HUB307

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow_hub as hub

preprocess = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3")  # HUB307

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow_hub as hub
import tensorflow_text  # noqa: F401  (registers the ops of the model)

preprocess = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3")
