# Code that asks for the release is written for several, and each branch stays what it is.

import tensorflow as tf

if tf.__version__.startswith("1."):
    with tf.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf.placeholder(tf.float32)  # HUB102
        tf.saved_model.simple_save(sess, "one", {"x": x}, {"y": x + 1})  # HUB201
else:
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf.compat.v1.placeholder(tf.float32)  # HUB102
        tf.compat.v1.saved_model.simple_save(sess, "two", {"x": x}, {"y": x + 1})  # HUB201
