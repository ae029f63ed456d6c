# Summaries whose writers, names or values are not to be seen.
# select: HUB101, HUB102
# note: line 31 makes a writer in a way that is not followed
# note: the writer at line 39 is kept where other code may use it; give it a name here
# note: line 49 hands the writer `kept` to other code, which may write anything
# note: line 56 writes to an event file within other code
# note: line 64 writes a summary in a way that is not followed
# note: line 73 may write to the event file that line 74 closes
# note: line 79 makes a summary in a way that is not followed
# note: the name of the summary at line 87 is not written out
# note: whether the tag of line 96 has a number is not certain, for other parts of the graph may have its name; give the summary another one
# note: line 108 runs a summary and does not give each value a name of its own
# note: line 119 keeps a summary where other code may read it
# note: line 129 does more with a summary than to write it where it was run
# note: line 141 changes variables before line 142 writes a summary of them
# note: line 152 may change what line 153 writes as a summary
# note: `y` at line 160 stands for another tensor where it is run
# note: line 170 writes `x`, which is not fed a plain value
# note: line 181 writes a summary that no run of this block gives
# note: line 191 runs a part of the graph within the step of a summary

import numpy as np
import tensorflow.compat.v1 as tf

from project import VALUES, log


def writer_with_a_suffix():
    x = tf.placeholder(tf.float32)  # HUB102
    merged = tf.summary.scalar("double", x * 2.0)
    writer = tf.summary.FileWriter("logs", filename_suffix=".mine")
    with tf.Session() as sess:  # HUB101
        writer.add_summary(sess.run(merged, {x: 1.0}), 1)


def writer_in_a_list():
    x = tf.placeholder(tf.float32)  # HUB102
    merged = tf.summary.scalar("double", x * 2.0)
    writers = [tf.summary.FileWriter("logs")]
    with tf.Session() as sess:  # HUB101
        writers[0].add_summary(sess.run(merged, {x: 1.0}), 1)


def writer_handed_on():
    x = tf.placeholder(tf.float32)  # HUB102
    merged = tf.summary.scalar("double", x * 2.0)
    kept = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        log(kept, sess.run(merged, {x: 1.0}))


def flushed_within_other_code():
    x = tf.placeholder(tf.float32)  # HUB102
    flushed = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        print(sess.run(x * 2.0, {x: 1.0}), flushed.flush())


def arguments_not_written_out():
    x = tf.placeholder(tf.float32)  # HUB102
    starred = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        print(sess.run(x * 2.0, {x: 1.0}))
        starred.add_summary(*VALUES)


def written_after_closing():
    x = tf.placeholder(tf.float32)  # HUB102
    merged = tf.summary.scalar("double", x * 2.0)
    closed = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        for i in range(3):
            closed.add_summary(sess.run(merged, {x: 1.0}), i)
            closed.close()


def family():
    x = tf.placeholder(tf.float32)  # HUB102
    merged = tf.summary.scalar("double", x * 2.0, family="numbers")
    of_family = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        of_family.add_summary(sess.run(merged, {x: 1.0}), 1)


def name_that_is_computed(name):
    x = tf.placeholder(tf.float32)  # HUB102
    merged = tf.summary.scalar(name, x * 2.0)
    of_name = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        of_name.add_summary(sess.run(merged, {x: 1.0}), 1)


def name_that_may_have_a_number():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    merged = tf.summary.scalar("mul", y)
    of_mul = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        of_mul.add_summary(sess.run(merged, {x: 1.0}), 1)


def result_in_one_list():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    merged = tf.summary.scalar("double", y)
    of_list = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        result = sess.run([y, merged], {x: 1.0})
        of_list.add_summary(result[1], 1)


def kept_elsewhere():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    merged = tf.summary.scalar("double", y)
    of_items = tf.summary.FileWriter("logs")
    found = {}
    with tf.Session() as sess:  # HUB101
        found["y"], found["merged"] = sess.run([y, merged], {x: 1.0})
        of_items.add_summary(found["merged"], 1)


def printed():
    x = tf.placeholder(tf.float32)  # HUB102
    merged = tf.summary.scalar("double", x * 2.0)
    of_printed = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        summary = sess.run(merged, {x: 1.0})
        print(summary)
        of_printed.add_summary(summary, 1)


def trained_before_it_is_written():
    w = tf.Variable(1.0)
    merged = tf.summary.scalar("weight", w)
    train = tf.train.GradientDescentOptimizer(0.1).minimize(w * w)
    of_trained = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        summary = sess.run(merged)
        sess.run(train)
        of_trained.add_summary(summary, 1)


def value_that_changes():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    merged = tf.summary.scalar("double", y)
    of_changed = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        value, summary = sess.run([y, merged], {x: 1.0})
        value = value / 2.0
        of_changed.add_summary(summary, 1)
        print(value)


def name_of_two_tensors():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    merged = tf.summary.scalar("double", y)
    y = y + 1.0
    of_two = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}))
        of_two.add_summary(sess.run(merged, {x: 1.0}), 1)


def fed_by_chance():
    x = tf.placeholder(tf.float32)  # HUB102
    merged = tf.summary.scalar("input", x)
    of_chance = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        of_chance.add_summary(sess.run(merged, {x: np.random.rand()}), 1)


def run_elsewhere():
    x = tf.placeholder(tf.float32)  # HUB102
    of_others = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        print(sess.run(x * 2.0, {x: 1.0}))
        of_others.add_summary(log(x), 1)


def run_within_the_step():
    x = tf.placeholder(tf.float32)  # HUB102
    merged = tf.summary.scalar("double", x * 2.0)
    step = tf.Variable(0)
    of_step = tf.summary.FileWriter("logs")
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        of_step.add_summary(sess.run(merged, {x: 1.0}), sess.run(step) + 1)
