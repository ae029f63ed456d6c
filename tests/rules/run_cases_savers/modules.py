# Functions that make variables by their names become modules, whose variables have these names in checkpoints.
import os
import sys

import tensorflow as tf


def layer(x, n, name):
    with tf.variable_scope(name):
        w = tf.get_variable("w", [2, n], initializer=tf.ones_initializer())
        b = tf.get_variable("b", [n], initializer=tf.zeros_initializer())
        return tf.matmul(x, w) + b


path = os.path.join(sys.argv[1], "model")
x = tf.placeholder(tf.float32, [None, 2])
with tf.variable_scope("net"):
    h = layer(x, 2, "one")
y = layer(h, 2, "two")
loss = tf.reduce_mean(tf.square(y - 1.0))
train = tf.train.AdamOptimizer(0.1).minimize(loss)
saver = tf.train.Saver()
saver_of_net = tf.train.Saver(tf.trainable_variables(scope="net"))
sess = tf.Session()
sess.run(tf.global_variables_initializer())
if os.path.exists(path + ".index"):
    saver.restore(sess, path)
    saver_of_net.restore(sess, path + "_net")
for _ in range(3):
    _, value = sess.run([train, loss], {x: [[1.0, 2.0]]})
    print(value)
    if value < 1000.0:
        saver_of_net.save(sess, path + "_net")
saver.save(sess, path)
