# What is given is not to be seen.
# target: tf=2.15

import tensorflow as tf

given = ["published"]
model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(10, activation="softmax")])
model.save(*given, include_optimizer=False)
