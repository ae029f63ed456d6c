# Nothing can be put between two statements of one line.
# select: HUB310
# note: TensorFlow is not imported on a line of its own at the top of the file

import os; import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer("published/1")])  # HUB310
