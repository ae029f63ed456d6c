# A parameter called `tf` does not mean TensorFlow: the function is written with a name that does.

import tensorflow as tf


def batches(tf, dataset):
    return dataset.make_one_shot_iterator()  # HUB515


x = tf.ones([3])

# output

import tensorflow as tf
import tensorflow


def batches(tf, dataset):
    return tensorflow.compat.v1.data.make_one_shot_iterator(dataset)


x = tf.ones([3])
