# A parameter called `tf` is not the package.

import tensorflow as tf


def options(tf):
    return tf.data.experimental.MapVectorizationOptions()


tf.data.experimental.MapVectorizationOptions()  # HUB503
