# A session that does something else is no part of the export: it needs graph mode, and so the export stays, too.
# note: line 8 still needs graph mode, which is for the whole program

import tensorflow as tf
from tensorflow.keras import backend as K

model = tf.keras.models.load_model("model.h5")
print(K.get_session().list_devices())  # HUB512
sess = K.get_session()  # HUB512
tf.saved_model.simple_save(sess, "a", {"x": model.input}, {"y": model.output})  # HUB201

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

tf.compat.v1.disable_v2_behavior()

model = tf.keras.models.load_model("model.h5")
print(tf.compat.v1.keras.backend.get_session().list_devices())
sess = tf.compat.v1.keras.backend.get_session()
tf.compat.v1.saved_model.simple_save(sess, "a", {"x": model.input}, {"y": model.output})  # HUB201
