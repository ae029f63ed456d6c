# Where the signature is not to be seen, nothing is said; where it is, further arguments do not matter.
# select: HUB424

import tensorflow as tf

SPECS = [tf.TensorSpec([None], tf.float32)]
OPTIONS = {"input_signature": SPECS}


class Model(tf.Module):
    @tf.function(*[None], **OPTIONS)
    def a(this, x):
        return x

    @tf.function(input_signature=[*SPECS])
    def b(this, x):
        return x

    @tf.function(None, [tf.TensorSpec([None], tf.float32)], **{})  # HUB424
    def c(this, x):
        return x

# output

import tensorflow as tf

SPECS = [tf.TensorSpec([None], tf.float32)]
OPTIONS = {"input_signature": SPECS}


class Model(tf.Module):
    @tf.function(*[None], **OPTIONS)
    def a(this, x):
        return x

    @tf.function(input_signature=[*SPECS])
    def b(this, x):
        return x

    @tf.function(None, [tf.TensorSpec([None], tf.float32)], **{})
    def c(self, x):
        return x
