# What is called like TensorFlow's function but is not.
# select: HUB424

import tensorflow as tf
from mylibrary import function


class Model(tf.Module):
    @function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def call(this, x):
        return x


def build(tf):
    class Inner:
        @tf.function(input_signature=[1])
        def call(this, x):
            return x

    return Inner
