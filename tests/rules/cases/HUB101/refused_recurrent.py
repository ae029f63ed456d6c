# Recurrent cells that are not run over one sequence from zeros, or that Keras has no layer for.
# select: HUB101, HUB102
# note: line 28 uses the cell `cell` for more than to run it by one tf.nn.dynamic_rnn
# note: the cell `cell` of line 37 is not run by exactly one tf.nn.dynamic_rnn
# note: line 47 makes a cell with `use_peepholes`, which is not followed
# note: line 57 runs a cell with `sequence_length`, which is not followed
# note: line 65 makes a cell with arguments that are not written out
# note: line 75 runs a cell with arguments that are not written out
# note: line 84 runs a cell from a state that is not just its state of zeros
# note: line 94 runs a cell from a state that is not just its state of zeros
# note: line 104 runs a cell with another dtype than tf.float32
# note: line 113 does not take the outputs and the state of the cell apart: `outputs, state = ...`
# note: line 123 gives the outputs or the state of a cell to something that is no plain name
# note: line 133 uses the state of an LSTM as a whole, or both of its parts; take it apart where the cell is run: `outputs, (c, h) = ...`
# note: line 145 asks for a part of the state of `cell` where it is run or trained; give that part a name first
# note: line 152 uses `cell` in a way that is not followed
# note: line 162 gives a cell an initializer that does not draw each weight alike, by itself and without a seed

import numpy as np
import tensorflow.compat.v1 as tf

data = np.ones([2, 3, 4], np.float32)


def twice():
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.GRUCell(2)
    both = tf.nn.rnn_cell.MultiRNNCell([cell, cell])
    h, _ = tf.nn.dynamic_rnn(both, x, dtype=tf.float32)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def run_twice():
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.contrib.rnn.GRUCell(2)
    h, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    h, _ = tf.nn.dynamic_rnn(cell, h, dtype=tf.float32)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def peeping():
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.LSTMCell(2, use_peepholes=True)
    h, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def of_some_length():
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.BasicRNNCell(2)
    h, _ = tf.nn.dynamic_rnn(cell, x, [1, 2], dtype=tf.float32)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def unpacked_cell(**options):
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.BasicRNNCell(**options)
    h, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def unpacked_run(**options):
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.BasicRNNCell(2)
    h, _ = tf.nn.dynamic_rnn(cell, x, **options)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def from_a_state():
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.BasicRNNCell(2)
    h, _ = tf.nn.dynamic_rnn(cell, x, initial_state=tf.ones([2, 2]))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def from_a_run_state():
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.BasicRNNCell(2)
    zero = cell.zero_state(2, tf.float32)
    h, _ = tf.nn.dynamic_rnn(cell, x, initial_state=zero)
    h = h + tf.reduce_sum(zero)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def wide():
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.BasicRNNCell(2)
    h, _ = tf.nn.dynamic_rnn(cell, tf.cast(x, tf.float64), dtype=tf.float64)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def as_one():
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.BasicRNNCell(2)
    result = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    h = result[0]
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def into_a_list(found):
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.BasicRNNCell(2)
    h, found[0] = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def whole_state():
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.BasicLSTMCell(2)
    _, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    h = state.c + state.h
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def state_that_is_run():
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.BasicLSTMCell(2)
    _, state = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(state[1], {x: data}))


def in_a_loop():
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    cell = tf.nn.rnn_cell.BasicLSTMCell(2)
    h = x
    for _ in range(1):
        h, _ = tf.nn.dynamic_rnn(cell, h, dtype=tf.float32)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def drawn_by_shape():
    x = tf.placeholder(tf.float32, [None, 3, 4])  # HUB102
    rule = tf.orthogonal_initializer()
    cell = tf.nn.rnn_cell.LSTMCell(2, initializer=rule)
    h, _ = tf.nn.dynamic_rnn(cell, x, dtype=tf.float32)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))
