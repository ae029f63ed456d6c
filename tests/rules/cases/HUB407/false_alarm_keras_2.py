# Keras 2 drops what `__init__` does not take.
# target: tf=2.15

import tensorflow as tf


class Scale(tf.keras.layers.Layer):
    def __init__(self, scale):
        super().__init__()


model = tf.keras.Sequential([tf.keras.layers.Input([3]), Scale(2.0)])
model.save("model.keras")
