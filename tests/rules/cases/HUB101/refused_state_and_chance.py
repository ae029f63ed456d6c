# What a session computes anew at each run, or keeps: random numbers, the time, variables, data, feeds; also one step away.
# note: 7 sessions are opened here, and each has the variables for itself

import tensorflow as tf


def noise():
    return tf.random.uniform([])


numbers = tf.random.normal([2])
with tf.compat.v1.Session() as sess:  # HUB101, HUB514
    print(sess.run(tf.abs(numbers)))
with tf.compat.v1.Session() as sess:  # HUB101
    total = noise() + tf.constant(1.0)
    print(sess.run(total))
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(tf.timestamp()))
with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
    weight = tf.Variable(1.0)
    sess.run(tf.compat.v1.global_variables_initializer())
    print(sess.run(tf.abs(weight)))
batch = tf.compat.v1.data.make_one_shot_iterator(tf.data.Dataset.range(3)).get_next()
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(batch))
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run("total:0"))
one = tf.constant(1)
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(one, feed_dict={one: 2}))

# output

import tensorflow as tf

tf.compat.v1.disable_v2_behavior()


def noise():
    return tf.random.uniform([])


numbers = tf.random.normal([2])
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(tf.abs(numbers)))
with tf.compat.v1.Session() as sess:  # HUB101
    total = noise() + tf.constant(1.0)
    print(sess.run(total))
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(tf.timestamp()))
with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
    weight = tf.Variable(1.0)
    sess.run(tf.compat.v1.global_variables_initializer())
    print(sess.run(tf.abs(weight)))
batch = tf.compat.v1.data.make_one_shot_iterator(tf.data.Dataset.range(3)).get_next()
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(batch))
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run("total:0"))
one = tf.constant(1)
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(one, feed_dict={one: 2}))
