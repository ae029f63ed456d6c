# TensorFlow 2 was imported beside it, under a longer name: one name is left.

import numpy as np
import tensorflow
import tensorflow.compat.v1 as tf  # HUB516


def relu(x):
    return tensorflow.nn.relu(tf.cast(x, tf.float32))


@tensorflow.function
def double(tensorflow_=1):
    return tf.multiply(tensorflow_, 2)


print(relu(np.zeros(3)), double())

# output

import numpy as np
import tensorflow as tf


def relu(x):
    return tf.nn.relu(tf.cast(x, tf.float32))


@tf.function
def double(tensorflow_=1):
    return tf.multiply(tensorflow_, 2)


print(relu(np.zeros(3)), double())
