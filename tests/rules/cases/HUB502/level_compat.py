# At the level `compat` the session is only written under its new name.
# target: level=compat
# ignore: HUB514

import tensorflow as tf

x = tf.placeholder(tf.float32)  # HUB102
w = tf.get_variable("w", [])  # HUB502
with tf.Session() as sess:  # HUB101
    sess.run(tf.global_variables_initializer())  # HUB502
    print(sess.run(x * w, {x: 3}))

# output

import tensorflow as tf

x = tf.compat.v1.placeholder(tf.float32)
w = tf.compat.v1.get_variable("w", [])
with tf.compat.v1.Session() as sess:
    sess.run(tf.compat.v1.global_variables_initializer())
    print(sess.run(x * w, {x: 3}))
