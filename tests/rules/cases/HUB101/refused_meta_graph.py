# A checkpoint of TensorFlow 2 comes without the meta graph that another function of the file imports.
# select: HUB101, HUB102
# note: line 21 imports a meta graph, which no checkpoint of TensorFlow 2 has
# note: line 24 feeds nothing: what it runs may be a variable, whose value is not to be had from a loaded graph by its name

import tensorflow.compat.v1 as tf


def train():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0, name="v")
    y = x * v
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
        saver.save(sess, "v")


def evaluate():
    saver = tf.train.import_meta_graph("v.meta")
    with tf.Session() as sess:  # HUB101
        saver.restore(sess, "v")
        print(sess.run("v:0"))
