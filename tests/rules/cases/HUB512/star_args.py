# The function is the same whatever it is given.

import tensorflow as tf

tf.keras.backend.set_session(*args)  # HUB512

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

tf.compat.v1.keras.backend.set_session(*args)
