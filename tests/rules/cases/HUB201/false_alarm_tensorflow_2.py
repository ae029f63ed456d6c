# What TensorFlow 2 has, and namesakes.

import tensorflow as tf

from exporting import simple_save

module = tf.Module()
tf.saved_model.save(module, "out")
simple_save(module)
module.simple_save = tf.saved_model.save
