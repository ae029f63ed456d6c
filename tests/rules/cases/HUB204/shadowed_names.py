# A parameter, a local function and a rebound name are not TensorFlow's.

import tensorflow as tf


def run(tf, sess):
    return tf.saved_model.loader.load(sess, ["serve"], "model")


def load(sess, tags, folder):
    return sess, tags, folder


load(None, ["serve"], "model")
tf = None
print(tf)
