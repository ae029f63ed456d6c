# An estimator's name for the same class is no way out where TensorFlow has no estimators.

import tensorflow as tf


class Hook(tf.train.SessionRunHook):  # HUB502
    pass

# output

import tensorflow as tf


class Hook(tf.compat.v1.train.SessionRunHook):
    pass
