# A `.keras` file takes no `include_optimizer`: a model that was never compiled is saved in its place.
# target: tf=2.21

import os
from pathlib import Path

import keras

model = keras.Sequential([keras.Input([3]), keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("final.keras")  # HUB401
model.save(Path(folder) / "final.keras")  # HUB401
model.save(os.path.join(folder, f"{name}.keras"), overwrite=True)  # HUB401
keras.models.save_model(model, "final.keras")  # HUB401
keras.saving.save_model(filepath="final.keras", model=model)  # HUB401

# output

import os
from pathlib import Path

import keras

model = keras.Sequential([keras.Input([3]), keras.layers.Dense(1)])
model.compile("adam", "mse")
keras.Model(model.inputs, model.outputs).save("final.keras")
keras.Model(model.inputs, model.outputs).save(Path(folder) / "final.keras")
keras.Model(model.inputs, model.outputs).save(os.path.join(folder, f"{name}.keras"), overwrite=True)
keras.models.save_model(keras.Model(model.inputs, model.outputs), "final.keras")
keras.saving.save_model(filepath="final.keras", model=keras.Model(model.inputs, model.outputs))
