# The other mark of Python 2, seen before any `print`.

import tensorflow as tf

try:
    x = tf.placeholder(tf.float32)
except ValueError, error:  # HUB901
    raise
