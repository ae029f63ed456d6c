# The backend by every import: it has a session where Keras 2 is asked for.

import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import backend as K
from tensorflow.keras.backend import set_session

session = K.get_session()  # HUB512
tf.keras.backend.set_learning_phase(0)  # HUB512
keras.backend.get_session()  # HUB512
set_session(session)  # HUB512

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

session = tf.compat.v1.keras.backend.get_session()
tf.keras.backend.set_learning_phase(0)
tf.compat.v1.keras.backend.get_session()
tf.compat.v1.keras.backend.set_session(session)
