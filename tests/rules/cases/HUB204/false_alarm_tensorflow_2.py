# The function of TensorFlow 2 has the same name and takes a folder.

import tensorflow as tf

loaded = tf.saved_model.load("model")
tagged = tf.saved_model.load("model", tags=["serve"])
again = tf.saved_model.load("model", ["serve"])
function = tf.saved_model.load
print(loaded.signatures["serving_default"](x=tf.constant(1.0)), tagged, again)
