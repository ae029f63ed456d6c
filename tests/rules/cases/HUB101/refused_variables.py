# Variables and assignments that eager code would treat otherwise.
# select: HUB101, HUB102
# note: `y` goes into the variable made at line 41, which changes with it
# note: `v` goes into the variable made at line 51, which changes with it
# note: line 60 says more of the variable than its initial value, name, dtype and training
# note: the arguments of the variable at line 69 are not written out
# note: the variable at line 78 has no name or no shape
# note: the initializer of the variable at line 87 is not known
# note: line 101 makes a variable in a function that does more
# note: line 110: `tf.Variable` makes a variable within other code; make each in a statement of its own
# note: line 119 makes a variable among others that is not simply trained
# note: whether the variable at line 128 is trained is not written out
# note: line 139 assigns in a way that is not followed
# note: line 149 assigns in a way that is not followed
# note: line 159 groups something that is not an operation of this program
# note: line 170 uses `set_v` in a way that is not followed
# note: line 184 reads and changes `v` in one run, in an order that TensorFlow 1 leaves open
# note: line 194 reads and changes `v` in one run, in an order that TensorFlow 1 leaves open
# note: line 207 changes variables in an order that TensorFlow 1 leaves open
# note: line 220 runs `set_v` together with other things than elsewhere
# note: line 227 is a part of several runs that do different things
# note: line 242 gives the variables their initial values again
# note: line 251 gives the variables their initial values again
# note: line 260 does more than to give the variables their initial values
# note: 2 sessions are opened here, and each has the variables for itself
# note: line 281 may open a session several times, each with variables of its own
# note: line 283 runs `y`, which is not a tensor of this program
# note: line 294 saves or restores variables by their names in the graph; save them with tf.train.Checkpoint
# note: line 302 saves or restores variables by their names in the graph; save them with tf.train.Checkpoint
# note: line 311 gives a part of the graph no name of its own

import numpy as np
import tensorflow.compat.v1 as tf

from project import OTHER, VALUES, outside


def initial_value_fed():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable(y)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(v, {x: 1.0}))


def initialized_value():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    w = tf.Variable(v.initialized_value())
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(w * y, {x: 1.0}))


def collections():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable(1.0, collections=["mine"])
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(v * y, {x: 1.0}))


def star():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable(*VALUES)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(v * y, {x: 1.0}))


def no_shape():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.get_variable("v")
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(v * y, {x: 1.0}))


def initializer():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.get_variable("v", [3], initializer=OTHER)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(v * y, {x: 1.0}))


def make(value):
    tf.get_default_graph()
    return tf.Variable(OTHER(value))


def maker():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = make(1.0)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(v * y, {x: 1.0}))


def unnamed():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v, w = tf.Variable(1.0), 2
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def list_with_others():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    vs = [tf.Variable(1.0, trainable=False), tf.Variable(2.0)]
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(vs[0] * y, {x: 1.0}))


def trains_perhaps():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable(1.0, trainable=OTHER)
    step = tf.train.AdamOptimizer().minimize(v * y)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: 1.0})


def assigned_with_more():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    set_v = tf.assign(v, v + y, validate_shape=False)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(set_v, {x: 1.0}))


def assigned_nothing():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    set_v = tf.assign(v)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(set_v, {x: 1.0}))


def group_of_others():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    set_v = tf.group(y, v.assign(v + y))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(set_v, {x: 1.0}))


def action_used():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    set_v = tf.assign(v, v + y)
    z = set_v * 2.0
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(z, {x: 1.0}))


def open_order():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    set_v = tf.assign(v, v + y)
    z = v * y
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run([set_v, z], {x: 1.0}))


def open_order_of_variable():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    set_v = tf.assign(v, v + y)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run([set_v, v], {x: 1.0}))


def open_order_in_group():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    w = tf.Variable(1.0)
    set_v = tf.assign(v, v + w * y)
    set_w = tf.assign(w, y)
    both = tf.group(set_v, set_w)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(both, {x: 1.0})


def different_runs():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    w = tf.Variable(1.0)
    set_v = tf.assign(v, v + y)
    set_w = tf.assign(w, y)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run([set_v, set_w], {x: 1.0})
        sess.run(set_v, {x: 1.0})


def in_a_group_and_alone():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    set_v = tf.assign(v, v + y)
    both = tf.group(set_v)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(both, {x: 1.0})
        sess.run(set_v, {x: 1.0})


def initialized_again():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(v * y, {x: 1.0}))
        sess.run(tf.global_variables_initializer())


def initialized_in_a_loop():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    with tf.Session() as sess:  # HUB101
        for i in range(2):
            sess.run(tf.global_variables_initializer())
            print(sess.run(v * y, {x: 1.0}))


def initialized_and_printed():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    with tf.Session() as sess:  # HUB101
        print(sess.run(tf.global_variables_initializer()))
        print(sess.run(v * y, {x: 1.0}))


def two_sessions():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(v * y, {x: 1.0}))
        with tf.Session() as sess:  # HUB101
            sess.run(tf.global_variables_initializer())
            print(sess.run(v * y, {x: 1.0}))


def session_in_a_loop():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0)
    y = x * v
    for i in range(3):
        with tf.Session() as sess:  # HUB101
            sess.run(tf.global_variables_initializer())
            print(sess.run(y, {x: 1.0}))


def saved():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    saver = tf.train.Saver()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(v * y, {x: 1.0}))
        print(sess.run(v), saver.last_checkpoints)


def saved_at_once():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    saver = tf.train.Saver()
    saver.export_meta_graph()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(v * y, {x: 1.0}))


def walrus():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable((w := 1.0))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(w, sess.run(v * y, {x: 1.0}))
