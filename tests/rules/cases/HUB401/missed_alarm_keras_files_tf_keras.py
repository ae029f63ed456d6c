# A `.keras` file takes no `include_optimizer`: a model that was never compiled is saved in its place.
# target: tf=2.21

import os
from pathlib import Path

import tf_keras

model = tf_keras.Sequential([tf_keras.Input([3]), tf_keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("final.keras")  # HUB401
model.save(Path(folder) / "final.keras")  # HUB401
model.save(os.path.join(folder, f"{name}.keras"), overwrite=True)  # HUB401
tf_keras.models.save_model(model, "final.keras")  # HUB401
tf_keras.saving.save_model(filepath="final.keras", model=model)  # HUB401

# output

import os
from pathlib import Path

import tf_keras

model = tf_keras.Sequential([tf_keras.Input([3]), tf_keras.layers.Dense(1)])
model.compile("adam", "mse")
tf_keras.Model(model.inputs, model.outputs).save("final.keras")
tf_keras.Model(model.inputs, model.outputs).save(Path(folder) / "final.keras")
tf_keras.Model(model.inputs, model.outputs).save(os.path.join(folder, f"{name}.keras"), overwrite=True)
tf_keras.models.save_model(tf_keras.Model(model.inputs, model.outputs), "final.keras")
tf_keras.saving.save_model(filepath="final.keras", model=tf_keras.Model(model.inputs, model.outputs))
