# Keras 2 takes `lr` and ignores it from TensorFlow 2.11 on, and refuses `decay`.
# target: tf=2.15

import tensorflow as tf

a = tf.keras.optimizers.Adam(lr=0.1)  # HUB511
b = tf.keras.optimizers.SGD(
    learning_rate=0.1,
    decay=1e-4,  # HUB511
)

# output

import tensorflow as tf

a = tf.keras.optimizers.Adam(learning_rate=0.1)
b = tf.keras.optimizers.legacy.SGD(
    learning_rate=0.1,
    decay=1e-4,
)
