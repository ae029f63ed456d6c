# A model that is converted through Keras's session is given to the new converter itself.

import tensorflow as tf
from tensorflow.keras import backend as K


class Converter:
    def __init__(self, model):
        self.model = model

    def convert(self):
        session = K.get_session()  # HUB512
        converter = tf.lite.TFLiteConverter.from_session(session, [self.model.input], [self.model.output])  # HUB207
        converter.post_training_quantize = True  # HUB207
        return converter.convert()

    def convert_at_once(self):
        made = tf.lite.TocoConverter.from_session(tf.keras.backend.get_session(), (self.model.input,), (self.model.output,))  # HUB207, HUB512
        return made.convert()

# output

import tensorflow as tf


class Converter:
    def __init__(self, model):
        self.model = model

    def convert(self):
        converter = tf.lite.TFLiteConverter.from_keras_model(self.model)
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        return converter.convert()

    def convert_at_once(self):
        made = tf.lite.TFLiteConverter.from_keras_model(self.model)
        return made.convert()
