# A script has no `if __name__`: what builds a graph at its top level is run, and fails eagerly.

import tensorflow as tf

x = tf.placeholder(tf.float32, [None])  # HUB102
y = x * 2.0
sess = tf.Session()  # HUB101
print(sess.graph, sess.run(y, {x: [1.0]}))

# output

import tensorflow as tf

tf.compat.v1.disable_v2_behavior()

x = tf.compat.v1.placeholder(tf.float32, [None])  # HUB102
y = x * 2.0
sess = tf.compat.v1.Session()  # HUB101
print(sess.graph, sess.run(y, {x: [1.0]}))
