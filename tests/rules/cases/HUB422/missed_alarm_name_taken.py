# Two modules in one file: the second one finds the name taken, once the first is mended.
# select: HUB422
# note: the name `reusable` is taken

import tensorflow as tf


class Model(tf.Module):
    """For TensorFlow Hub."""

    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


def export():
    reusable = Model(2.0)
    tf.saved_model.save(reusable, "a")  # HUB422
