# TensorFlow's own packages, and those that copied from them, take the function from where it is defined.
# note: line 13 loads another model, so which one a session runs is not to be seen
# note: line 12 loads another model, so which one a session runs is not to be seen
# select: HUB204

from tensorflow.python.saved_model import loader
from tensorflow.python.saved_model import loader as saved_model_loader
from tensorflow.python.saved_model.loader import load


def run(sess, folder):
    loader.load(sess, ["serve"], folder)  # HUB204
    saved_model_loader.load(sess, ["serve"], folder)  # HUB204
    load(sess, ["serve"], folder)  # HUB204

# output

import tensorflow as tf


def run(sess, folder):
    tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
    tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
    tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
