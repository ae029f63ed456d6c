import numpy as np
import tensorflow as tf

rng = np.random.RandomState(3)
inputs = rng.rand(40, 3).astype(np.float32)
targets = inputs.dot([[1.0], [-2.0], [0.5]]) + 0.1

x = tf.placeholder(tf.float32, [None, 3])
y = tf.placeholder(tf.float32, [None, 1])
keep_prob = tf.placeholder(tf.float32)
start = tf.random_uniform([3, 1], minval=0.0, maxval=0.0)
weights = tf.Variable(start)
hidden = tf.matmul(tf.nn.dropout(x, keep_prob), weights)
loss = tf.reduce_mean(tf.square(hidden - y))
train_op = tf.train.GradientDescentOptimizer(0.2).minimize(loss)

whole = {x: inputs, y: targets, keep_prob: 1.0}
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(0, 40, 10):
        # Each batch is fed to two runs.
        batch = {x: inputs[step:step + 10], y: targets[step:step + 10], keep_prob: 1.0}
        before = sess.run(loss, batch)
        _, after = sess.run([train_op, loss], feed_dict=batch)
        print(step, before)
        noisy = {x: rng.rand(2, 3), keep_prob: 1.0}
        print(sess.run(hidden, feed_dict=noisy)[0])
    print("all", sess.run(loss, feed_dict=whole), sess.run([loss, hidden], whole)[1][:2])
    few = inputs[1:3]
    print("few", sess.run(tf.reduce_sum(hidden) / len(few), feed_dict={x: few, keep_prob: 1.0}))
    [[weights], _, _] = sess.run(weights)
print("first weight", weights)
