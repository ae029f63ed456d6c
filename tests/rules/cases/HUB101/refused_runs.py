# Runs whose values or inputs are not to be seen.
# note: line 43 does not feed `x`
# note: line 50 runs something that is not certainly one tensor
# note: line 58 runs `z`, which is not certainly one tensor
# note: line 65 runs `outside`, which is not a tensor of this program
# note: line 72 runs nothing
# note: line 79 asks the session for more than values
# note: what line 87 feeds is not a dict that is written out
# note: line 94 feeds something that is not a placeholder of this program
# note: line 102 feeds `x` a part of the graph
# note: line 110 feeds `z`, which is not needed there
# note: line 117 feeds what another run gives in the same call
# note: line 124 prints or writes something in the middle of building the graph
# note: line 132 runs a session that is not opened in this block
# note: line 140 builds a part of the graph from `i` where it is run
# note: line 147 builds a part of the graph where it is run
# note: line 154: `tf.get_default_graph` asks for the graph, which is nobody's in TensorFlow 2; name the tensors or variables
# note: line 161 uses `y` for more than running it
# note: line 171 makes use of the value of an operation that has none
# note: line 181 takes the values of a run in another order than elsewhere
# note: line 193 takes the values of a run in another order than elsewhere
# note: nothing that this block builds is run in it, so what it is for is not to be seen
# note: line 208 holds several statements
# note: a statement at line 212 shares its line with its block
# note: line 223 runs a session that is not opened in this block
# note: line 230 runs something that is not certainly one tensor
# note: line 240 makes use of the value of an operation that has none
# note: line 250 makes use of the value of an operation that has none
# note: line 259 runs what has no effect and whose value nobody takes
# note: `y` stands for two tensors that line 269 needs
# select: HUB101, HUB102

import numpy as np
import tensorflow.compat.v1 as tf

from project import OTHER, VALUES, outside


def no_feed():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y))


def named():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run("mul:0", {x: 1.0}))


def two_tensors():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    z = tf.split(y, 2)
    with tf.Session() as sess:  # HUB101
        print(sess.run(z, {x: [1.0, 2.0]}))


def from_outside():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(outside, {x: 1.0}))


def nothing():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run([], {x: 1.0}))


def options():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}, options=None))


def not_a_dict():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    feeds = dict([(x, 1.0)])
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, feeds))


def other_feed():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {y: 1.0}))


def fed_with_graph():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    z = tf.placeholder(tf.float32)  # HUB102
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: z}))


def needless_feed():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    z = tf.placeholder(tf.float32)  # HUB102
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0, z: next(VALUES)}))


def nested():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: sess.run(y, {x: 1.0})}))


def other_session():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(OTHER.run(y, {x: 1.0}))
        print(tf.get_default_session().run(y, {x: 1.0}))


def other_session_in_eval():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(y.eval({x: 1.0}, session=OTHER))


def built_in_a_loop():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        for i in range(2):
            print(sess.run(y + i, {x: 1.0}))


def built_where_it_runs():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}), tf.constant(1.0))


def unknown_where_it_runs():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}), tf.get_default_graph())


def used_otherwise():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(y.shape, sess.run(y, {x: 1.0}))


def value_of_nothing():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    step = tf.train.AdamOptimizer().minimize(tf.reduce_sum(v * y))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run([step, y], {x: 1.0}))


def same_twice():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    set_v = tf.assign(v, v + y)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run([set_v, set_v], {x: 1.0}))
        a, b = sess.run([set_v, set_v], {x: 1.0})
        print(a, b)


def same_twice_unpacked():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    set_v = tf.assign(v, v + y)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        a, b = sess.run([set_v, set_v], {x: 1.0})
        print(a, b)


def never_run():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(1)


def semicolon():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(1); print(sess.run(y, {x: 1.0}))


def one_line():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        if True: sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def default_session():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(tf.get_default_session().run(y, {x: 1.0}))


def foreign_expression():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y * OTHER(2.0), {x: 1.0}))


def name_of_a_step():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    step = tf.train.AdamOptimizer().minimize(tf.reduce_sum(v * y))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        a, b = sess.run([step, y], {x: 1.0})
        print(a, b)


def name_of_a_step_only():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable([1.0, 2.0, 3.0])
    step = tf.train.AdamOptimizer().minimize(tf.reduce_sum(v * x))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run([step, x * 2.0], {x: 1.0})[0])


def unpacked_for_nothing():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable([1.0, 2.0, 3.0])
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        _, _ = sess.run([v, v])
        print(sess.run(y, {x: 1.0}))


def another_tensor_of_that_name():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    sess = tf.Session()  # HUB101
    print(sess.run(y, {x: 1.0}))
    z = y * 2.0
    y = z + y
    with sess:
        print(sess.run(y, {x: 1.0}))
