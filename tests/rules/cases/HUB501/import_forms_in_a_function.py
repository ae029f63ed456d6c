# An import inside a function serves the names in it, and nothing outside.


def entropy(p):
    import tensorflow as tf

    return -tf.reduce_sum(p * tf.log(p))  # HUB501


def late():
    from tensorflow import is_nan

    return is_nan(x)  # HUB501

# output

import tensorflow


def entropy(p):
    import tensorflow as tf

    return -tf.reduce_sum(p * tf.math.log(p))


def late():

    return tensorflow.math.is_nan(x)
