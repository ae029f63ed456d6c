# Keras 2: folders and HDF5 take `include_optimizer=False`, however the path is put together.
# target: tf=2.15

import os
from pathlib import Path

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("out/1")  # HUB401
model.save("out", save_format="tf")  # HUB401
model.save("out/")  # HUB401
model.save(os.path.join(folder, "1"))  # HUB401
model.save(Path("out") / "1")  # HUB401
model.save(Path(folder, "final.h5"))  # HUB401
model.save(folder + "/final")  # HUB401
model.save("final.h5")  # HUB401
model.save("final.hdf5")  # HUB401
model.save(f"{name}.h5")  # HUB401
model.save("%s.h5" % name)  # HUB401
model.save("{}.h5".format(name))  # HUB401
model.save(str(Path(folder) / "final.hdf5"))  # HUB401
model.save(os.path.abspath("final.h5"))  # HUB401
model.save(Path(folder).joinpath("final.h5").as_posix())  # HUB401
model.save(name, save_format="h5")  # HUB401
model.save(name, save_format="tf")  # HUB401
model.save("final.keras", save_format="h5")  # HUB401
model.save(filepath="final.h5", overwrite=False)  # HUB401
model.save("out/2", signatures=serve)  # HUB401
tf.keras.models.save_model(model, "out/3")  # HUB401
tf.keras.saving.save_model(model=model, filepath="final.h5")  # HUB401

# output

import os
from pathlib import Path

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("out/1", include_optimizer=False)
model.save("out", save_format="tf", include_optimizer=False)
model.save("out/", include_optimizer=False)
model.save(os.path.join(folder, "1"), include_optimizer=False)
model.save(Path("out") / "1", include_optimizer=False)
model.save(Path(folder, "final.h5"), include_optimizer=False)
model.save(folder + "/final", include_optimizer=False)
model.save("final.h5", include_optimizer=False)
model.save("final.hdf5", include_optimizer=False)
model.save(f"{name}.h5", include_optimizer=False)
model.save("%s.h5" % name, include_optimizer=False)
model.save("{}.h5".format(name), include_optimizer=False)
model.save(str(Path(folder) / "final.hdf5"), include_optimizer=False)
model.save(os.path.abspath("final.h5"), include_optimizer=False)
model.save(Path(folder).joinpath("final.h5").as_posix(), include_optimizer=False)
model.save(name, save_format="h5", include_optimizer=False)
model.save(name, save_format="tf", include_optimizer=False)
model.save("final.keras", save_format="h5", include_optimizer=False)
model.save(filepath="final.h5", overwrite=False, include_optimizer=False)
model.save("out/2", signatures=serve, include_optimizer=False)
tf.keras.models.save_model(model, "out/3", include_optimizer=False)
tf.keras.saving.save_model(model=model, filepath="final.h5", include_optimizer=False)
