import numpy as np
import tensorflow as tf


def dense(inputs, n_in, n_out, name):
    w = tf.get_variable(name + '_w', [n_in, n_out], initializer=tf.constant_initializer(0.1))
    b = tf.get_variable(name + '_b', [n_out], initializer=tf.constant_initializer(0.01))
    return tf.tanh(tf.matmul(inputs, w) + b)


def network(x):
    h = dense(x, 4, 6, 'fc1')
    return dense(h, 6, 2, 'fc2')


def siamese(x1, x2):
    with tf.variable_scope('siamese') as scope:
        o1 = network(x1)
        scope.reuse_variables()
        o2 = network(x2)
    return o1, o2


x1 = tf.placeholder(tf.float32, [None, 4])
x2 = tf.placeholder(tf.float32, [None, 4])
o1, o2 = siamese(x1, x2)
distance = tf.reduce_sum(tf.square(o1 - o2), 1)
loss = tf.reduce_mean(distance)
train = tf.train.GradientDescentOptimizer(0.1).minimize(loss, var_list=tf.trainable_variables())

rng = np.random.RandomState(1)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(5):
        a, b = rng.rand(8, 4), rng.rand(8, 4)
        sess.run(train, {x1: a, x2: b})
        print(sess.run(loss, {x1: a, x2: b}))
