# Attributes of other objects, keyword arguments and words.

import tensorflow as tf


def show(entry):
    entry.placeholder("name")
    return dict(placeholder=tf.constant(1)), "tf.placeholder"
