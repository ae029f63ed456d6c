# TensorFlow 2.12 wrote `.keras` files only when asked for `keras_v3`; the ending alone meant HDF5.
# target: tf=2.12

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("final.keras")  # HUB401
model.save("final.keras", save_format="keras_v3")  # HUB401
model.save("final.keras", save_format="tf")  # HUB401
model.save(path)  # HUB401

# output

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("final.keras", include_optimizer=False)
tf.keras.Model(model.inputs, model.outputs).save("final.keras", save_format="keras_v3")
model.save("final.keras", save_format="tf", include_optimizer=False)
model.save(path, include_optimizer=False)
