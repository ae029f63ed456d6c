import numpy as np
import tensorflow as tf


def layer(x, n_in, n_out):
    w = tf.get_variable('w', [n_in, n_out], initializer=tf.constant_initializer(0.4))
    b = tf.get_variable('b', [n_out], initializer=tf.zeros_initializer)
    return tf.matmul(x, w) + b, w


def d(x, n, alpha=0.1):
    with tf.variable_scope('d', reuse=tf.AUTO_REUSE):
        w = tf.get_variable('w', [n, 1], initializer=tf.constant_initializer(0.4))
        return tf.maximum(tf.matmul(x, w), alpha * x[:, :1])


x = tf.placeholder(tf.float32, [None, 3])
n = 3
with tf.variable_scope('one'):
    h, w_h = layer(x, n, 4)
with tf.variable_scope('two'):
    o, w_o = layer(tf.nn.relu(h), 4, 2)
with tf.variable_scope('disc') as scope:
    d1 = d(x, n)
    scope.reuse_variables()
    d2 = d(x * 2.0, n, 0.2)
cost = tf.reduce_mean(tf.square(o)) + 0.01 * tf.nn.l2_loss(w_h) + tf.reduce_mean(d1 + d2)
step = tf.Variable(0, trainable=False)
train = tf.train.AdamOptimizer(0.01).minimize(cost, global_step=step)
only = tf.train.GradientDescentOptimizer(0.05).minimize(cost, var_list=tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='two'))
init = tf.global_variables_initializer()
with tf.Session() as sess:
    sess.run(init)
    batch = np.arange(6).reshape(2, 3) / 6.0
    for _ in range(3):
        sess.run(train, {x: batch})
        sess.run(only, {x: batch})
    print(sess.run(cost, {x: batch}), sess.run(step))
    print(sess.run(d2, {x: batch}))
