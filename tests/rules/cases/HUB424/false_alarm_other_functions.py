# Methods that may call their object what they like: without a signature, static, with enough types; and functions.
# select: HUB424

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)


class Model(tf.Module):
    @tf.function
    def a(this, x):
        return x

    @tf.function(reduce_retracing=True)
    def b(this, x):
        return x

    @tf.function(input_signature=[SPEC])
    def c(self, x):
        return x

    @staticmethod
    @tf.function(input_signature=[SPEC])
    def d(x):
        return x

    # The object takes the only type, and `x` has a default: wrong in another way, but not raised here.
    @tf.function(input_signature=[SPEC])
    def e(this, x=None):
        return x

    @tf.function(input_signature=SPECS)
    def f(this, x):
        return x

    @tf.function(input_signature=[SPEC])
    def g(*inputs):
        return inputs[1]

    def make(this):
        @tf.function(input_signature=[SPEC])
        def call(x):
            return x

        return call


@tf.function(input_signature=[SPEC])
def call(this):
    return this
