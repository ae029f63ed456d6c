# `tf.Variable` was the class of all variables; that of `tf.compat.v1` is not one of those that TensorFlow 2 makes.

import tensorflow.compat.v1 as tf

KINDS = (tf.Variable, tf.Tensor)  # HUB506


def kind(x):
    if isinstance(x, tf.Variable) or issubclass(type(x), (tf.Tensor, tf.Variable)):  # HUB506, HUB506
        return "variable"
    if isinstance(x, tf.data.Dataset):  # HUB506
        return "dataset"
    return "other" if not isinstance(x, KINDS) else "some"

# output

import tensorflow as tf

KINDS = (tf.Variable, tf.Tensor)


def kind(x):
    if isinstance(x, tf.Variable) or issubclass(type(x), (tf.Tensor, tf.Variable)):
        return "variable"
    if isinstance(x, tf.data.Dataset):
        return "dataset"
    return "other" if not isinstance(x, KINDS) else "some"
