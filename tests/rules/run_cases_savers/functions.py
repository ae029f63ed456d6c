"""Trains or predicts, as it is told, in a function each."""
import os
import sys

import numpy as np
import tensorflow as tf

MODEL_DIR = sys.argv[1]


def train():
    x = tf.placeholder(tf.float32, [None, 3], name="inputs")
    y = tf.placeholder(tf.float32, [None], name="labels")
    with tf.name_scope("linear"):
        w = tf.Variable(tf.zeros([3, 1]), name="w")
        b = tf.Variable(0.5, name="b")
    with tf.name_scope("linear"):
        scale = tf.Variable(1.0, name="scale")
    output = tf.reshape(tf.matmul(x, w) + b, [-1]) * scale
    cost = tf.reduce_sum(tf.square(output - y))
    step = tf.train.get_or_create_global_step()
    train_op = tf.train.MomentumOptimizer(0.01, 0.9).minimize(cost, global_step=step)
    saver = tf.train.Saver(tf.global_variables())
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for i in range(30):
            _, value = sess.run([train_op, cost], feed_dict={x: np.eye(3), y: [1.0, 2.0, 3.0]})
            if (i + 1) % 10 == 0:
                print("cost", value)
                saver.save(sess, MODEL_DIR + "/linear", global_step=i + 1)


def predict():
    tf.reset_default_graph()
    x = tf.placeholder(tf.float32, [None, 3], name="inputs")
    with tf.name_scope("linear"):
        w = tf.Variable(tf.zeros([3, 1]), name="w")
        b = tf.Variable(0.5, name="b")
    with tf.name_scope("linear"):
        scale = tf.Variable(1.0, name="scale")
    output = tf.reshape(tf.matmul(x, w) + b, [-1]) * scale
    saver = tf.train.Saver([w, b, scale])
    with tf.Session() as sess:
        saver.restore(sess, tf.train.latest_checkpoint(MODEL_DIR))
        print("predicted", sess.run(output, feed_dict={x: np.eye(3) * 2.0}))


if not os.listdir(MODEL_DIR):
    train()
predict()
