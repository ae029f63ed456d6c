# The documentation's MyMulModel with a `__call__` that TensorFlow does not know of, and with one that has no graph.
# select: HUB421

import tensorflow as tf


class Plain(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        self.variables = [self.v]
        self.trainable_variables = [self.v]

    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


class Untraced(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function
    @tf.Module.with_name_scope
    def __call__(self, inputs, training=False):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(Plain(2.0), "/tmp/my_mul")  # HUB421
untraced = Untraced(2.0)
untraced.v.assign(3.0)
tf.saved_model.save(untraced, "/tmp/my_mul")  # HUB421
