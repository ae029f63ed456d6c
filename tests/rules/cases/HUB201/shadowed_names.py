# Parameters and local names that are not TensorFlow's.

import tensorflow as tf


def export(tf, saved_model):
    tf.saved_model.simple_save(1)
    saved_model.simple_save(2)


def simple_save(session):
    return session


simple_save(tf.constant(1))
