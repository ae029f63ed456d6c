# What both Kerases have.

import tensorflow as tf
from tensorflow.keras import backend as K

tf.keras.backend.clear_session()
K.epsilon()
tf.keras.layers.Rescaling(1 / 255)
tf.keras.preprocessing.sequence.pad_sequences(x)
tf.keras.utils.to_categorical(x)
