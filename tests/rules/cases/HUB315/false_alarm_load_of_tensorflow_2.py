# `tf.saved_model.load` takes the folder first in TensorFlow 2.
# select: HUB315

import tensorflow as tf

model = tf.saved_model.load("models/1", "serve")
