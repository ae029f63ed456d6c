# What was the default is refused, too.
# on: 2.21
# raises: ValueError: Unrecognized keyword arguments passed to BatchNormalization: {'fused': None}

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.BatchNormalization(fused=None, momentum=0.9)])
assert model(tf.ones([1, 3])).shape == (1, 3)
