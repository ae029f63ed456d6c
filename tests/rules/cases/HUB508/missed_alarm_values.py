# Decorators, defaults, bases and what is caught.

from tensorflow.python.framework import errors, ops
from tensorflow.python.ops import nn_ops


class Own(ops.Graph):  # HUB508
    pass


@ops.RegisterGradient("Half")  # HUB508
def half(op, gradient, activation=nn_ops.relu):  # HUB508
    try:
        return activation(gradient)
    except errors.OutOfRangeError:  # HUB508
        return gradient

# output

import tensorflow as tf


class Own(tf.Graph):
    pass


@tf.RegisterGradient("Half")
def half(op, gradient, activation=tf.nn.relu):
    try:
        return activation(gradient)
    except tf.errors.OutOfRangeError:
        return gradient
