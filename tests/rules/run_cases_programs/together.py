"""Operations that run several others: a step, what counts the steps, and an average of the loss."""

import numpy as np
import tensorflow as tf

inputs = np.arange(12, dtype=np.float32).reshape(6, 2) / 12
targets = inputs @ np.array([[1.0], [-1.0]], np.float32)

x = tf.placeholder(tf.float32, [None, 2])
y = tf.placeholder(tf.float32, [None, 1])

w = tf.Variable([[0.5], [0.5]], name="w")
steps = tf.Variable(0, trainable=False, name="steps")
seen = tf.Variable(0.0, trainable=False, name="seen")

loss = tf.reduce_mean(tf.square(tf.matmul(x, w) - y))
train_step = tf.train.GradientDescentOptimizer(0.3).minimize(loss)
count = tf.assign_add(steps, 1)
look = tf.assign_add(seen, tf.reduce_sum(x))

# Both at once
with tf.control_dependencies([train_step, count]):
    train_op = tf.no_op(name="train")  # and nothing else

leap = steps.assign_add(10)
with tf.control_dependencies([leap]):
    only_look = tf.group(look, name="look")

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(5):
        sess.run(train_op, {x: inputs, y: targets})
    print(sess.run(loss, {x: inputs, y: targets}), sess.run(w))
    sess.run(only_look, feed_dict={x: inputs})
    print(sess.run(steps), sess.run(seen))
