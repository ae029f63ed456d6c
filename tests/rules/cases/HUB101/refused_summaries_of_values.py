# Summaries of plain values that hold more than numbers, are used elsewhere, or may be others by then.
# select: HUB101, HUB102
# note: line 21 puts a summary together in a way that is not followed
# note: line 29 puts a summary together in a way that is not followed
# note: line 37 writes something else than a number, under a tag
# note: line 48 does more with the summary `shown` than to write it
# note: line 58 may change what line 57 puts into a summary
# note: line 67 runs the graph within a summary; give the value a name in front of it
# note: line 71 uses the writer `of_all` outside of the block that makes it

import tensorflow.compat.v1 as tf

from project import VALUES


def list_from_elsewhere():
    x = tf.placeholder(tf.float32)  # HUB102
    of_list = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        print(sess.run(x * 2.0, {x: 1.0}))
        of_list.add_summary(tf.Summary(value=VALUES), 1)


def value_from_elsewhere():
    x = tf.placeholder(tf.float32)  # HUB102
    of_values = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        print(sess.run(x * 2.0, {x: 1.0}))
        of_values.add_summary(tf.Summary(value=[VALUES[0]]), 1)


def image():
    x = tf.placeholder(tf.float32)  # HUB102
    of_image = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        print(sess.run(x * 2.0, {x: 1.0}))
        of_image.add_summary(tf.Summary(value=[tf.Summary.Value(tag="image", image=VALUES)]), 1)


def printed():
    x = tf.placeholder(tf.float32)  # HUB102
    of_printed = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        value = sess.run(x * 2.0, {x: 1.0})
        shown = tf.Summary()
        shown.value.add(tag="value", simple_value=value)
        of_printed.add_summary(shown, 1)
        print(shown)


def changed_between():
    x = tf.placeholder(tf.float32)  # HUB102
    of_changed = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        value = sess.run(x * 2.0, {x: 1.0})
        late = tf.Summary()
        late.value.add(tag="value", simple_value=value)
        value += 1.0
        of_changed.add_summary(late, 1)


def run_within():
    x = tf.placeholder(tf.float32)  # HUB102
    of_run = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        double = x * 2.0
        of_run.add_summary(tf.Summary(value=[tf.Summary.Value(tag="a", simple_value=sess.run(double, {x: 1.0}))]), 1)


def report(value):
    of_all.add_summary(tf.Summary(value=[tf.Summary.Value(tag="a", simple_value=value)]), 1)


if VALUES:
    x = tf.placeholder(tf.float32)  # HUB102
    double = x * 2.0
    of_all = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        report(sess.run(double, {x: 1.0}))
