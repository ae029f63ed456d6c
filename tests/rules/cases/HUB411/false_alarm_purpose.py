# The owner says that models are made to be served.
# target: tf=2.15,purpose=serve

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(10, activation="softmax")])
model.save("published", include_optimizer=False)
