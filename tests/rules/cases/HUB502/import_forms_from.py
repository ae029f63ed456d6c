# A function that only the old API has, imported by name and used twice.

from tensorflow import get_variable, variable_scope as scope

with scope("net"):  # HUB502
    w = get_variable("w", [3])  # HUB502

# output

import tensorflow as tf

with tf.compat.v1.variable_scope("net"):
    w = tf.compat.v1.get_variable("w", [3])
