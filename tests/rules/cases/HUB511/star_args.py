# What is unpacked may hold the learning rate already.
# note: the call may give the learning rate twice

import tensorflow as tf

a = tf.keras.optimizers.Adam(*args, lr=0.1)  # HUB511
b = tf.keras.optimizers.Adam(lr=0.1, **kwargs)  # HUB511
