# `tf.saved_model.save` has no such argument; the model's own `save` takes the same ones and this one.
# target: tf=2.21,keras=tf_keras

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
model.save("out/1", include_optimizer=False)
model.save(export_dir, signatures=serve, include_optimizer=False)
model.save(filepath="out/2", signatures={"serve": serve}, include_optimizer=False)
model.save(filepath="out/3", include_optimizer=False)
model.save(Path(folder) / "4", signatures=serve, options=options, include_optimizer=False)
