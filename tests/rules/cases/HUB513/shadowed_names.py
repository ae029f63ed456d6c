# An object that is called `estimator`, and a parameter called `tf`.

import tensorflow as tf


def train(tf, estimator):
    estimator.train(tf.estimator.inputs)
    return tf.estimator.Estimator(estimator)


tf.estimator.Estimator(train)  # HUB513
