# A `.keras` file takes no `include_optimizer`: a model that was never compiled is saved in its place.
# target: tf=2.21,purpose=serve
# select: HUB401

import os
from pathlib import Path

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("final.keras")  # HUB401
model.save(Path(folder) / "final.keras")  # HUB401
model.save(os.path.join(folder, f"{name}.keras"), overwrite=True)  # HUB401
tf.keras.models.save_model(model, "final.keras")  # HUB401
tf.keras.saving.save_model(filepath="final.keras", model=model)  # HUB401

# output

import os
from pathlib import Path

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
tf.keras.Model(model.inputs, model.outputs).save("final.keras")
tf.keras.Model(model.inputs, model.outputs).save(Path(folder) / "final.keras")
tf.keras.Model(model.inputs, model.outputs).save(os.path.join(folder, f"{name}.keras"), overwrite=True)
tf.keras.models.save_model(tf.keras.Model(model.inputs, model.outputs), "final.keras")
tf.keras.saving.save_model(filepath="final.keras", model=tf.keras.Model(model.inputs, model.outputs))
