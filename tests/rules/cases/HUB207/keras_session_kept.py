# Several inputs and outputs would be put in another order: a program goes on converting the session, in graph mode.
# note: `from_keras_model` would put several inputs or outputs in an order of its own
# note: the session of Keras has another use in this file

import tensorflow as tf
from tensorflow.keras import backend as K

model = tf.keras.models.load_model("model.h5")
converter = tf.lite.TFLiteConverter.from_session(K.get_session(), model.inputs, model.outputs)  # HUB207, HUB512
one = tf.lite.TFLiteConverter.from_session(K.get_session(), [model.input], [model.output])  # HUB207, HUB512

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

tf.compat.v1.disable_v2_behavior()

model = tf.keras.models.load_model("model.h5")
converter = tf.compat.v1.lite.TFLiteConverter.from_session(tf.compat.v1.keras.backend.get_session(), model.inputs, model.outputs)
one = tf.compat.v1.lite.TFLiteConverter.from_session(tf.compat.v1.keras.backend.get_session(), [model.input], [model.output])
