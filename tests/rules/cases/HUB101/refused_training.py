# Steps of optimizers that are not followed.
# select: HUB101, HUB102
# note: line 28 makes an optimizer with `x`, which is fed or computed; make the rate a variable and assign it
# note: line 40 asks the optimizer for `get_slot_names`
# note: line 52 trains in a way that is not followed
# note: line 63 trains in a way that is not followed
# note: the global step at line 74 is not a variable of this program
# note: the variables to train at line 85 are not those of this program
# note: line 94 trains nothing that is seen
# note: line 107 trains twice in one run
# note: line 119 uses `opt` in a way that is not followed
# note: line 131 calls `tf.train.ProximalAdagradOptimizer(0.1).minimize`, and hublint does not know that it does the same in a tf.function
# note: `y` goes into the rate made at line 140, which changes with it
# note: line 151: `tf.summary.tensor_summary` writes summaries; write them with tf.summary.create_file_writer where the values are computed
# note: line 162: `tf.control_dependencies` orders operations by hand; put them in this order into one function

import numpy as np
import tensorflow.compat.v1 as tf

from project import OTHER, VALUES, outside


def fed_rate():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * y)
    step = tf.train.RMSPropOptimizer(x).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: 1.0})


def other_method():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * y)
    opt = tf.train.AdamOptimizer()
    slots = opt.get_slot_names()
    step = opt.minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: 1.0})


def more_arguments():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * y)
    step = tf.train.AdamOptimizer().minimize(loss, gate_gradients=1)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: 1.0})


def no_loss():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * y)
    step = tf.train.AdamOptimizer().minimize()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: 1.0})


def other_step():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * y)
    step = tf.train.AdamOptimizer().minimize(loss, global_step=OTHER)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: 1.0})


def other_variables():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * y)
    step = tf.train.AdamOptimizer().minimize(loss, var_list=OTHER)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: 1.0})


def no_variables():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    step = tf.train.AdamOptimizer().minimize(y * 2.0)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: 1.0})


def two_steps():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * y)
    w = tf.Variable(1.0)
    one = tf.train.AdamOptimizer().minimize(loss)
    two = tf.train.AdamOptimizer().minimize(w * y)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run([one, two], {x: 1.0})


def optimizer_used():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * y)
    opt = tf.train.AdamOptimizer()
    opts = [opt]
    step = opt.minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: 1.0})


def other_optimizer():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * y)
    step = tf.train.ProximalAdagradOptimizer(0.1).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: 1.0})


def rate_in_variable_only():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    rate = tf.train.exponential_decay(0.1, y, 1, 0.5)
    z = y + 1.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(z, {x: 1.0}))


def summaries():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * y)
    tf.summary.tensor_summary("loss", loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(loss, {x: 1.0}))


def ordered():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * y)
    with tf.control_dependencies([y]):
        z = loss * 2.0
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(z, {x: 1.0}))
