# Nothing is saved that would hold the layer's arguments.

import tensorflow as tf


class Scale(tf.keras.layers.Layer):
    def __init__(self, scale):
        super().__init__()


model = tf.keras.Sequential([tf.keras.layers.Input([3]), Scale(2.0)])
model.export("exported")
model.save_weights("model.weights.h5")
