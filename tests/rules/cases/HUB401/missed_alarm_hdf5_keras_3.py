# Keras 3 takes `include_optimizer=False` for HDF5 only.
# target: tf=2.21
# select: HUB401

import os
from pathlib import Path

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("final.h5")  # HUB401
model.save(Path(folder) / "final.hdf5")  # HUB401
model.save("final.h5", overwrite=True)  # HUB401
model.save("final.h5", save_format="h5")  # HUB401
model.save(os.path.join(folder, f"{name}.h5"))  # HUB401
tf.keras.models.save_model(model, "final.h5")  # HUB401
tf.keras.saving.save_model(model, "final.h5")  # HUB401

# output

import os
from pathlib import Path

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("final.h5", include_optimizer=False)
model.save(Path(folder) / "final.hdf5", include_optimizer=False)
model.save("final.h5", overwrite=True, include_optimizer=False)
model.save("final.h5", save_format="h5", include_optimizer=False)
model.save(os.path.join(folder, f"{name}.h5"), include_optimizer=False)
tf.keras.models.save_model(model, "final.h5", include_optimizer=False)
tf.keras.saving.save_model(model, "final.h5", include_optimizer=False)
