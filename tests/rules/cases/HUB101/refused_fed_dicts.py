# Dicts of what is fed that are made beforehand, and are not certainly the same where they are fed.
# note: what line 81 feeds is not a dict that is written out
# note: line 19 uses `feed` in a way that is not followed
# note: line 31 feeds `feed`, and what is in it may be something else than where line 29 made it; write the dict where it is fed
# note: line 42 feeds `feed`, and what is in it may be something else than where line 41 made it; write the dict where it is fed
# note: what line 55 feeds is not a dict that is written out
# note: line 64 uses `feed` for more than feeding it; write the dict where it is fed
# note: line 74 feeds `feed`, and what is in it may be something else than where line 72 made it; write the dict where it is fed
# select: HUB101, HUB102

import numpy as np
import tensorflow.compat.v1 as tf


def changed():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    feed = {x: 1.0}
    feed[x] = 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, feed))


def another_value(values):
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        value = values[0]
        feed = {x: value}
        value = values[1]
        print(value, sess.run(y, feed_dict=feed))


def drawn_once():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    z = x * 3.0
    with tf.Session() as sess:  # HUB101
        for _ in range(3):
            # Both runs see the same numbers.
            feed = {x: np.random.rand()}
            twice = sess.run(y, feed)
            print(twice)
            print(sess.run(z, feed))


def one_of_two(training):
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        for _ in range(3):
            feed = {x: 1.0}
            if training:
                feed = {x: 0.5}
            print(sess.run(y, feed))


def counted():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        for value in range(3):
            feed = {x: value}
            print(len(feed), sess.run(y, feed))


def changed_in_place():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    value = np.ones(3)
    with tf.Session() as sess:  # HUB101
        feed = {x: value[0]}
        value[0] = 3.0
        print(sess.run(y, feed))


def put_together(keys):
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, dict(zip(keys, [1.0]))))
