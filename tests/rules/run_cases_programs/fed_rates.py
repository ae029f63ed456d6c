import numpy as np
import tensorflow as tf

rng = np.random.RandomState(2)
images = rng.rand(60, 4)
classes = (images.sum(1) > 2.0).astype(np.int64)

x = tf.placeholder(tf.float32, [None, 4])
labels = tf.placeholder(tf.int64, [None])
# Decays from epoch to epoch.
learning_rate = tf.placeholder(tf.float32, name="learning_rate")

rate = tf.placeholder(tf.float32, [])
global_step = tf.Variable(0, trainable=False)

w = tf.Variable(tf.zeros([4, 2]))
b = tf.Variable(tf.zeros([2]))
v = tf.Variable(tf.ones([4, 1]))
logits = tf.matmul(x, w) + b
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
size = tf.reduce_mean(tf.abs(tf.matmul(x, v)))
train_op = tf.train.AdamOptimizer(learning_rate, beta1=0.8).minimize(loss, global_step=global_step, var_list=[w, b])
# Clips what moves `v`.
optimizer = tf.train.GradientDescentOptimizer(learning_rate=rate)
pairs = optimizer.compute_gradients(size, var_list=[v])
shrink = optimizer.apply_gradients([(tf.clip_by_value(gradient, -0.2, 0.2), one) for gradient, one in pairs])

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(4):
        feed_dict = {x: images, labels: classes, learning_rate: 0.1 / (epoch + 1)}
        _, value = sess.run([train_op, loss], feed_dict=feed_dict)
        _, smaller = sess.run([shrink, size], {x: images[:8], rate: 0.5 * 0.5**epoch})
        print(epoch, value, smaller, sess.run(global_step))
    print(sess.run(w), sess.run(v).ravel())
