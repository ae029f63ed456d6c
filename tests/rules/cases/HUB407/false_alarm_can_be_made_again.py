# These take what Keras gives, or say themselves how they are made again; a mixin may do either.

import tensorflow as tf


class Keywords(tf.keras.layers.Layer):
    def __init__(self, size, **options):
        super().__init__(**options)


class Named(tf.keras.layers.Layer):
    def __init__(self, size, trainable=True, dtype=None, name=None):
        super().__init__(trainable=trainable, dtype=dtype, name=name)


class Configured(tf.keras.layers.Layer):
    def __init__(self, size):
        super().__init__()

    def get_config(self):
        return {"size": 1}


class Mixed(tf.keras.layers.Layer, Configured):
    def __init__(self, size):
        super().__init__()


class Plain(tf.keras.layers.Layer):
    pass


model = tf.keras.Sequential([Keywords(1), Named(1), Configured(1), Mixed(1), Plain()])
model.save("model.keras")
