"""Saves under one path, which is read again if it is there."""
import os
import sys

import numpy as np
import tensorflow as tf

checkpoint_path = os.path.join(sys.argv[1], "model.ckpt")
train_x = np.linspace(-1.0, 1.0, 20).reshape(10, 2)
train_y = np.stack([train_x.sum(1), train_x[:, 0] * 2.0], axis=1)

X = tf.placeholder("float", [None, 2])
Y = tf.placeholder("float", [None, 2])

weights = {
    'h1': tf.Variable(tf.ones([2, 3]) * 0.1),
    'out': tf.Variable(tf.ones([3, 2]) * [[0.1, 0.2]])
}
biases = {
    'b1': tf.Variable(tf.zeros([3])),
    'out': tf.Variable(tf.zeros([2]), name='bias')
}


def model(x):
    layer = tf.nn.sigmoid(tf.matmul(x, weights['h1']) + biases['b1'])
    return tf.matmul(layer, weights['out']) + biases['out']


logits = model(X)
loss = tf.reduce_mean(tf.square(logits - Y))
train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
init = tf.global_variables_initializer()
saver = tf.train.Saver()

with tf.Session() as sess:
    if not os.path.exists(checkpoint_path + ".index"):
        sess.run(init)
    else:
        saver.restore(sess, checkpoint_path)
    for i in range(20):
        sess.run(train_op, feed_dict={X: train_x, Y: train_y})
        if i % 10 == 0:
            save_path = saver.save(sess, checkpoint_path, write_meta_graph=False)
            print("saved", os.path.basename(save_path), sess.run(loss, feed_dict={X: train_x, Y: train_y}))
    print(sess.run(logits, feed_dict={X: train_x})[0])

# Start training again from what was saved
with tf.Session() as sess:
    sess.run(init)
    saver.restore(sess, checkpoint_path)
    for i in range(5):
        sess.run(train_op, feed_dict={X: train_x, Y: train_y})
    saver.save(sess, checkpoint_path)
    print(sess.run(loss, feed_dict={X: train_x, Y: train_y}))
