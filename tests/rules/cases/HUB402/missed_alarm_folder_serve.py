# For serving, `export` writes the folder; signatures and `overwrite=False` have no place in it.
# target: tf=2.21,purpose=serve
# note: an argument of the call has no place where a folder is written

import os
from pathlib import Path

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("out/1")  # HUB402
model.save("out/2", save_format="tf")  # HUB402
model.save(filepath=Path(folder) / "1", overwrite=True)  # HUB402
tf.keras.models.save_model(model, "out/3")  # HUB402
tf.keras.saving.save_model(model=model, filepath="out/4", overwrite=True)  # HUB402, HUB512
model.save("out/5", signatures=serve)  # HUB402
model.save("out/6", overwrite=False)  # HUB402

# output

import os
from pathlib import Path

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.export("out/1")
model.export("out/2")
model.export(filepath=Path(folder) / "1")
model.export("out/3")
model.export(filepath="out/4")
tf.saved_model.save(tf.keras.Model(model.inputs, model.outputs), "out/5", signatures=serve)
model.save("out/6", overwrite=False)  # HUB402
