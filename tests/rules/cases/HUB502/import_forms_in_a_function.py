# An import inside a function.


def net(x):
    import tensorflow as tf

    with tf.variable_scope("net"):  # HUB502
        return x * tf.get_variable("w", [])  # HUB502

# output


def net(x):
    import tensorflow as tf

    with tf.compat.v1.variable_scope("net"):
        return x * tf.compat.v1.get_variable("w", [])
