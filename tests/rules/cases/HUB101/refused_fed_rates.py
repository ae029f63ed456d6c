# Learning rates that are fed, which only some optimizers of Keras do the same with.
# note: line 17 makes an optimizer with a rate that is fed, and several steps use it
# note: line 30 makes an optimizer with `rate`, which is fed or computed; make the rate a variable and assign it
# note: line 41 makes an optimizer with `rate`, which is fed or computed; make the rate a variable and assign it
# note: line 51 makes an optimizer with `rate`, which is fed or computed; make the rate a variable and assign it
# select: HUB101, HUB102

import tensorflow.compat.v1 as tf


def for_two_steps():
    rate = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable([1.0, 2.0, 3.0])
    w = tf.Variable([1.0, 2.0, 3.0])
    one = tf.reduce_sum(v * v)
    other = tf.reduce_sum(w * w)
    optimizer = tf.train.AdamOptimizer(rate)
    step = optimizer.minimize(one)
    second = optimizer.minimize(other)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {rate: 0.1})
        sess.run(second, {rate: 0.1})


def with_momentum():
    rate = tf.placeholder(tf.float32)  # HUB102
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * v)
    step = tf.train.MomentumOptimizer(rate, 0.9).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {rate: 0.1})


def computed():
    rate = tf.placeholder(tf.float32)  # HUB102
    slower = rate * 0.5
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * v)
    step = tf.train.AdamOptimizer(rate * 0.5 + slower).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {rate: 0.1})


def of_another_dtype():
    rate = tf.placeholder(tf.float64)  # HUB102
    v = tf.Variable([1.0, 2.0, 3.0])
    loss = tf.reduce_sum(v * v)
    step = tf.train.GradientDescentOptimizer(rate).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {rate: 0.1})
