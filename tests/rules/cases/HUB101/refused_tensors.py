# Graphs that would be something else in a function.
# note: line 31 computes with `OTHER`, whose code hublint does not see
# note: line 39 computes with `np.random.rand`, which has effects of its own
# note: line 47 compares tensors with `==`, which TensorFlow 2 does element by element
# note: line 55 takes tensors as keys, which TensorFlow 2 does not allow
# note: line 64 calls `tf.Print`, and hublint does not know that it does the same in a tf.function
# note: line 72: `tf.sparse_placeholder` makes a sparse input; hand a tf.SparseTensor to a function
# note: line 80 calls `tf.Print`, and hublint does not know that it does the same in a tf.function
# note: the placeholder at line 86 has no dtype
# note: the dtype of the placeholder at line 93 is not written out
# note: the placeholder at line 102 has no name of its own
# note: line 112 may change `factor` after the graph was built with it
# note: line 121 reads `v`, which gets another meaning in the function
# note: line 133 gives a name another tensor between two runs
# note: line 144 reads `v`, which gets another meaning in the function
# note: line 153 reads `x.get_shape()[0].value`, which is another thing in TensorFlow 2
# note: line 160 uses `x` for more than running it
# note: `y` is not certainly set where it is run
# note: line 179 gives `v` another meaning on a condition
# select: HUB101, HUB102

import numpy as np
import tensorflow.compat.v1 as tf

from project import OTHER, VALUES, outside


def foreign():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    z = OTHER(y)
    with tf.Session() as sess:  # HUB101
        print(sess.run(z, {x: 1.0}))


def impure():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    z = y * np.random.rand()
    with tf.Session() as sess:  # HUB101
        print(sess.run(z, {x: 1.0}))


def compares():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    z = y * (x == y)
    with tf.Session() as sess:  # HUB101
        print(sess.run(z, {x: 1.0}))


def keys():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    table = {y: 1}
    z = y * 1.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(z, {x: 1.0}))


def unknown():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    z = tf.Print(y, [y])
    with tf.Session() as sess:  # HUB101
        print(sess.run(z, {x: 1.0}))


def unknown_constant():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    z = tf.sparse_placeholder(tf.float32)  # HUB102
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}))


def unknown_of_constant():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    z = tf.Print(tf.constant(1.0), [])
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}))


def no_dtype():
    x = tf.placeholder(**VALUES)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}))


def unknown_dtype():
    x = tf.placeholder(OTHER)  # HUB102
    y = x * 2.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}))


def placeholder_twice():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    x = tf.placeholder(tf.float32)  # HUB102
    z = x * y
    with tf.Session() as sess:  # HUB101
        print(sess.run(z, {x: 1.0}))


def changed_later():
    factor = 2.0
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * factor
    factor = 3.0
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}))


def another_meaning():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable(1.0)
    z = y * v
    v = z + 1.0
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(v, {x: 1.0}))


def name_twice():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    a = y + 1.0
    b = a * 2.0
    a = x * 3.0
    c = a * b
    with tf.Session() as sess:  # HUB101
        print(sess.run(b + 1.0, {x: 1.0}))
        print(sess.run(c, {x: 1.0}))


def variable_name_again():
    x = tf.placeholder(tf.float32)  # HUB102
    y = x * 2.0
    v = tf.Variable(1.0)
    v = v + y
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(v, {x: 1.0}))


def dimension_value():
    x = tf.placeholder(tf.float32, [3])  # HUB102
    y = x * 2.0
    z = y * x.get_shape()[0].value
    with tf.Session() as sess:  # HUB101
        print(sess.run(z, {x: [1.0, 2.0, 3.0]}))


def closure_of_a_placeholder():
    def model():
        return x * 2.0

    x = tf.placeholder(tf.float32)  # HUB102
    y = model()
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}))


def perhaps_set():
    x = tf.placeholder(tf.float32)  # HUB102
    for factor in VALUES:
        y = x * factor
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, {x: 1.0}))


def variable_on_a_condition():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable(1.0)
    if OTHER:
        v = tf.constant(2.0)
    y = x * v
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
