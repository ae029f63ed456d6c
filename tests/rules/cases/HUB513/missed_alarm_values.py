# Bases, annotations and defaults; a mode is the text that it always was.

import tensorflow as tf


class Own(tf.estimator.Estimator):  # HUB513
    pass


def model_fn(features, mode=tf.estimator.ModeKeys.TRAIN, config: tf.estimator.RunConfig = None):  # HUB513, HUB513
    if mode == tf.estimator.ModeKeys.PREDICT:  # HUB513
        return tf.estimator.EstimatorSpec(mode, predictions=features)  # HUB513

# output

import tensorflow as tf


class Own(tf.estimator.Estimator):  # HUB513
    pass


def model_fn(features, mode="train", config: tf.estimator.RunConfig = None):  # HUB513
    if mode == "infer":
        return tf.estimator.EstimatorSpec(mode, predictions=features)  # HUB513
