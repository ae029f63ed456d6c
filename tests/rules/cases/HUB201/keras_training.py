# A model that may have been built to run as in training is not exported as one that does not.
# note: line 10 may have the model run as in training, with dropout

import keras
import tensorflow as tf
from keras import backend as K


def export(path):
    K.set_learning_phase(1)
    model = keras.models.load_model(path)
    tf.saved_model.simple_save(K.get_session(), "a", {"x": model.input}, {"y": model.output})  # HUB201
