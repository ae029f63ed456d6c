# An object that saves itself: what its class says is all there is, whoever makes it; who traces it is not to be seen.
# select: HUB421

import tensorflow as tf


class Plain(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)

    def save(self, path):
        tf.saved_model.save(self, path)  # HUB421


class Untraced(tf.Module):
    @tf.function
    def __call__(self, inputs):
        return 2.0 * inputs

    def save(self, path):
        tf.saved_model.save(self, path)
