# Two steps in one run that have to do with each other, or that TensorFlow 2 cannot keep apart.
# note: line 20 reads and changes `d` in one run, in an order that TensorFlow 1 leaves open
# note: line 28 trains layers with an optimizer of TensorFlow 1 beside another step
# select: HUB101, HUB102

import tensorflow.compat.v1 as tf


def adversaries():
    z = tf.placeholder(tf.float32, [None, 2])  # HUB102
    g = tf.Variable(tf.ones([2, 1]))
    d = tf.Variable(1.0)
    made = tf.matmul(z, g)
    d_loss = tf.reduce_mean(tf.square(made * d - 1.0))
    g_loss = tf.reduce_mean(tf.square(made * d))
    d_train = tf.train.AdamOptimizer(0.1).minimize(d_loss, var_list=[d])
    g_train = tf.train.AdamOptimizer(0.1).minimize(g_loss, var_list=[g])
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run([d_train, g_train], {z: [[1.0, 2.0]]})


def layers():
    x = tf.placeholder(tf.float32, [None, 2])  # HUB102
    one = tf.layers.dense(x, 1)
    two = tf.layers.dense(x, 1)
    opt = tf.train.MomentumOptimizer(0.1, 0.9)
    first = opt.minimize(tf.reduce_mean(one))
    second = opt.minimize(tf.reduce_mean(two))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run([first, second], {x: [[1.0, 2.0]]})
