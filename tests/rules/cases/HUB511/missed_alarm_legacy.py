# Keras 3 has no legacy optimizers, and no `decay`.

import tensorflow as tf

a = tf.keras.optimizers.legacy.Adam(learning_rate=0.1)  # HUB511
b = tf.keras.optimizers.SGD(learning_rate=0.1, decay=1e-4)  # HUB511

# output

import tensorflow as tf

a = tf.keras.optimizers.Adam(learning_rate=0.1)
b = tf.keras.optimizers.SGD(learning_rate=0.1, decay=1e-4)  # HUB511
