# Under TensorFlow 2 the session of Keras is empty where nothing says that the program builds a graph.
# note: `from_keras_model` would put several inputs or outputs in an order of its own

import tensorflow as tf
from tensorflow.keras import backend as K


def convert(model):
    return tf.lite.TFLiteConverter.from_session(K.get_session(), model.inputs, model.outputs).convert()  # HUB207, HUB512

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf


def convert(model):
    return tf.lite.TFLiteConverter.from_session(tf.compat.v1.keras.backend.get_session(), model.inputs, model.outputs).convert()  # HUB207
