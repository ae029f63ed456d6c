# A session that runs its graph in a server somewhere else; an empty target is this process.
# note: the session at line 9 may run its graph on another machine
# note: the session at line 13 may run its graph on another machine

import tensorflow as tf


def run(server):
    with tf.compat.v1.Session(server.target) as sess:  # HUB101
        print(sess.run(tf.constant(1)))
    with tf.compat.v1.Session(target="") as sess:  # HUB101
        print(sess.run(tf.constant(2)))
    with tf.Graph().as_default(), tf.compat.v1.Session("grpc://localhost:2222") as sess:  # HUB101
        x = tf.compat.v1.placeholder(tf.float32)  # HUB102
        tf.compat.v1.saved_model.simple_save(sess, "out", {"x": x}, {"y": x + 1})  # HUB201

# output

import tensorflow as tf


def run(server):
    with tf.compat.v1.Session(server.target) as sess:  # HUB101
        print(sess.run(tf.constant(1)))
    print(tf.constant(2).numpy())
    with tf.Graph().as_default(), tf.compat.v1.Session("grpc://localhost:2222") as sess:  # HUB101
        x = tf.compat.v1.placeholder(tf.float32)  # HUB102
        tf.compat.v1.saved_model.simple_save(sess, "out", {"x": x}, {"y": x + 1})  # HUB201
