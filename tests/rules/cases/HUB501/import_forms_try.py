# An import that may fail is still the import.

try:
    import tensorflow as tf
except ImportError:
    tf = None


def logarithm(x):
    return tf.log(x)  # HUB501

# output

try:
    import tensorflow as tf
except ImportError:
    tf = None


def logarithm(x):
    return tf.math.log(x)
