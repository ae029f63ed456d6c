# Reported and left alone: the name `self` is taken, or the first one has another meaning too.
# select: HUB424
# note: the method uses the name `self` for something else
# note: the method gives the name of its first parameter to something else too

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)


class Model(tf.Module):
    @tf.function(input_signature=[SPEC])  # HUB424
    def a(this, self):
        return this.v * self

    @tf.function(input_signature=[SPEC])  # HUB424
    def b(this, x):
        this = this.inner
        return this.v * x
