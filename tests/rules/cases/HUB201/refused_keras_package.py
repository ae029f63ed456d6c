# A model of the package `keras` is none of Keras 2, whose session `tf.keras` gives.
# note: the inputs or outputs at line 11 are not a dict that is written out; line 5 imports Keras as a package of its own, whose models are not in that session

import tensorflow as tf
from keras.models import load_model
from tensorflow.keras import backend as K

model = load_model("model.h5")
outputs = dict(zip("ab", model.outputs))
# The session is not that of the model.
tf.saved_model.simple_save(K.get_session(), "a", {"x": model.input}, outputs)  # HUB201, HUB512
