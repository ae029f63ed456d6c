# Keras 3: a model that was never compiled is saved in its place, signatures and all.
# target: tf=2.21,purpose=serve
# ignore: HUB432

from pathlib import Path

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
tf.saved_model.save(model, "out/1")  # HUB401
tf.saved_model.save(model, export_dir, serve)  # HUB401
tf.saved_model.save(obj=model, export_dir="out/2", signatures={"serve": serve})  # HUB401
tf.saved_model.save(export_dir="out/3", obj=model)  # HUB401
tf.saved_model.save(model, Path(folder) / "4", serve, options)  # HUB401

# output

from pathlib import Path

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
tf.saved_model.save(tf.keras.Model(model.inputs, model.outputs), "out/1")
tf.saved_model.save(tf.keras.Model(model.inputs, model.outputs), export_dir, serve)
tf.saved_model.save(obj=tf.keras.Model(model.inputs, model.outputs), export_dir="out/2", signatures={"serve": serve})
tf.saved_model.save(export_dir="out/3", obj=tf.keras.Model(model.inputs, model.outputs))
tf.saved_model.save(tf.keras.Model(model.inputs, model.outputs), Path(folder) / "4", serve, options)
