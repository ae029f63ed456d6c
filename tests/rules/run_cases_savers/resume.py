"""Trains on from the newest checkpoint with an optimizer that keeps a state."""
import os
import sys

import numpy as np
import tensorflow as tf

model_dir = sys.argv[1]
inputs = np.arange(12.0).reshape(4, 3) / 10.0
targets = np.array([[1.0], [2.0], [3.0], [4.0]])

x = tf.placeholder(tf.float32, [None, 3], name="x")
y = tf.placeholder(tf.float32, [None, 1], name="y")
with tf.variable_scope("hidden"):
    w1 = tf.get_variable("weights", [3, 4], initializer=tf.constant_initializer(0.1))
    b1 = tf.get_variable("biases", [4], initializer=tf.zeros_initializer())
hidden = tf.tanh(tf.matmul(x, w1) + b1)
w2 = tf.Variable(tf.ones([4, 1]) * 0.2)
b2 = tf.Variable(tf.zeros([1]))
prediction = tf.matmul(hidden, w2) + b2
loss = tf.reduce_mean(tf.square(prediction - y))
global_step = tf.Variable(0, trainable=False, name="global_step")
train_op = tf.train.AdamOptimizer(0.05).minimize(loss, global_step=global_step)

init = tf.global_variables_initializer()
saver = tf.train.Saver(max_to_keep=2)

with tf.Session() as sess:
    # Go on where the last run stopped
    ckpt = tf.train.get_checkpoint_state(model_dir)
    if ckpt and ckpt.model_checkpoint_path:
        saver.restore(sess, ckpt.model_checkpoint_path)
        print("restored", os.path.basename(ckpt.model_checkpoint_path))
    else:
        sess.run(init)
    for _ in range(5):
        _, value = sess.run([train_op, loss], feed_dict={x: inputs, y: targets})
        print(sess.run(global_step), value)
        # Save every step
        saver.save(sess, os.path.join(model_dir, "model.ckpt"), global_step=global_step)
    print(sess.run(prediction, feed_dict={x: inputs}))
kept = tf.train.get_checkpoint_state(model_dir).all_model_checkpoint_paths
print([os.path.basename(path) for path in kept])
