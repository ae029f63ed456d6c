# The optimizers of TensorFlow 2.10 take both.
# target: tf=2.10

import tensorflow as tf

a = tf.keras.optimizers.Adam(lr=0.1)
b = tf.keras.optimizers.SGD(learning_rate=0.1, decay=1e-4)
