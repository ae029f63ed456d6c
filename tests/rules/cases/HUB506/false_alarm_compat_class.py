# A class that variables are made with, that is a base or only says what a reader may expect, stays.

import tensorflow.compat.v1 as tf

CLASSES = (tf.Variable, tf.get_variable)


class Counter(tf.Variable):
    """Counts."""


def make(start: tf.Variable):
    if hasattr(tf, "Variable") and isinstance(start, tf.Variable):
        return start
    return isinstance(tf.Variable, type), tf.Variable(0.0), [one for one in CLASSES], isinstance(start, CLASSES)
