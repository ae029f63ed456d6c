# What is loaded has no regularization, unless the layers have it.
# on: 2.15, legacy
# prints: regularization: 0
# right prints: regularization: 1

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile(tf.keras.optimizers.Ftrl(0.1, l1_regularization_strength=0.01), "mse")
model.save("model", include_optimizer=False)
print("regularization:", len(tf.saved_model.load("model").regularization_losses))

# --- right

import tensorflow as tf

regularizer = tf.keras.regularizers.L1(0.01)
model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1, kernel_regularizer=regularizer)])
model.compile(tf.keras.optimizers.Ftrl(0.1), "mse")
model.save("model", include_optimizer=False)
print("regularization:", len(tf.saved_model.load("model").regularization_losses))
