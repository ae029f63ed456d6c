# From TensorFlow 2.13 on the ending alone means the `.keras` format.
# target: tf=2.13

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("final.keras")  # HUB401
model.save("final.keras", save_format="keras_v3")  # HUB401
model.save("final.keras", save_format="tf")  # HUB401

# output

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
tf.keras.Model(model.inputs, model.outputs).save("final.keras")
tf.keras.Model(model.inputs, model.outputs).save("final.keras", save_format="keras_v3")
model.save("final.keras", save_format="tf", include_optimizer=False)
