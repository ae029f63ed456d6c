"""A classifier trained on the features of a module, whose own variables stay what they are."""

import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

tf.disable_v2_behavior()

module = hub.Module("modules/numbers")
x = tf.placeholder(tf.float32, [None, 2])
labels = tf.placeholder(tf.float32, [None, 1])
features = module(x)
w = tf.Variable(tf.zeros([3, 1]))
logits = tf.matmul(features, w)
loss = tf.reduce_mean(tf.square(logits - labels))
train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(20):
        sess.run(train, feed_dict={x: [[1.0, 2.0], [2.0, 1.0]], labels: [[1.0], [-1.0]]})
    print(sess.run(loss, feed_dict={x: [[1.0, 2.0], [2.0, 1.0]], labels: [[1.0], [-1.0]]}))
    print(sess.run(features, feed_dict={x: [[1.0, 2.0]]}))
