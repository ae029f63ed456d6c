# What is fed is evaluated in the order in which it is written, and constants keep the dtype of `get_variable`.

import numpy as np
import tensorflow as tf

rng = np.random.RandomState(0)
a = tf.placeholder(tf.float32, [2])  # HUB102
b = tf.placeholder(tf.float32, [2])  # HUB102
table = tf.get_variable("table", [2], initializer=tf.constant_initializer(np.arange(2) / 10.0))  # HUB502
y = a - b * table
with tf.Session() as sess:  # HUB101
    sess.run(tf.global_variables_initializer())  # HUB502
    print(sess.run(y, feed_dict={b: rng.rand(2), a: rng.rand(2)}))

# output

import numpy as np
import tensorflow as tf

rng = np.random.RandomState(0)
table = tf.Variable(tf.constant_initializer(np.arange(2) / 10.0)([2], dtype=tf.float32), name="table")


@tf.function
def compute_y(a, b):
    y = a - b * table
    return y


print(compute_y(
    b=tf.constant(rng.rand(2), tf.float32),
    a=tf.constant(rng.rand(2), tf.float32),
).numpy())
