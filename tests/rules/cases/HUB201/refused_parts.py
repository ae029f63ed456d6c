# Parts of a graph that the new export would not hold, and a shape that would be asked for twice.
# note: line 15 makes a lookup table, which has to be an attribute of the tf.Module that is exported
# note: line 23 calls Python from the graph, which no SavedModel can hold
# note: line 30 reads a dataset, which a signature of TensorFlow 2 does not
# note: line 38 uses Keras, which keeps its variables itself; export the layer or model of Keras
# note: `[None, next(sizes)]` at line 45 may be another value when it is asked for later

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def table():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.string, [None])  # HUB102
        words = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(["a"], [1]), -1)
        y = words.lookup(x)
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201


def python():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        y = tf1.py_func(lambda v: v, [x], tf.float32)
        tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201


def data():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.int64, [])  # HUB102
        batch = tf1.data.make_one_shot_iterator(tf.data.Dataset.range(3)).get_next()
        y = x + batch
        tf1.saved_model.simple_save(sess, "c", {"x": x}, {"y": y})  # HUB201


def keras():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None, 3])  # HUB102
        y = tf.keras.layers.Dense(2)(x)
        sess.run(tf1.global_variables_initializer())
        tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201


def shape(sizes):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None, next(sizes)])  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "e", {"x": x}, {"y": y})  # HUB201
