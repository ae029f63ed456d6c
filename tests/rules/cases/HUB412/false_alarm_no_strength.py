# Without a strength, or where nothing is saved, there is nothing to lose.
# target: tf=2.15

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile(tf.keras.optimizers.Ftrl(0.1, l1_regularization_strength=0.0), "mse")
model.compile(tf.keras.optimizers.Ftrl(0.1), "mse")
model.save("model", include_optimizer=False)
