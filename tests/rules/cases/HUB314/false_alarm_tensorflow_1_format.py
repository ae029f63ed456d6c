# A module in TensorFlow 1's format that is saved again is another matter.
# select: HUB314

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/elmo/3")
tf.saved_model.save(layer, "copy")
