# A comment among the arguments would be lost.
# note: a comment stands among the arguments

import tensorflow as tf


def convert(model):
    return tf.lite.TFLiteConverter.from_session(  # HUB207
        tf.compat.v1.keras.backend.get_session(),  # HUB512
        [model.input],  # one
        [model.output],
    ).convert()

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf


def convert(model):
    return tf.lite.TFLiteConverter.from_session(  # HUB207
        tf.compat.v1.keras.backend.get_session(),
        [model.input],  # one
        [model.output],
    ).convert()
