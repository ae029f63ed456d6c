import numpy as np
import tensorflow as tf

data = np.random.RandomState(0).rand(8, 2)
x = tf.placeholder(tf.float32, [None, 2])
with tf.variable_scope("generator"):
    g = tf.get_variable("g", [2, 1], initializer=tf.constant_initializer(0.5))
with tf.variable_scope("discriminator"):
    d = tf.get_variable("d", [2, 1], initializer=tf.constant_initializer(-0.5))
g_loss = tf.reduce_mean(tf.square(tf.matmul(x, g) - tf.matmul(x, d)))
d_loss = tf.reduce_mean(tf.abs(tf.matmul(x, d) - 1.0))
theta_g = [g]
optimizer = tf.train.AdamOptimizer(0.05)
g_step = optimizer.minimize(g_loss, var_list=theta_g)
d_step = optimizer.minimize(d_loss, var_list=[d])

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for i in range(6):
        batch = data[: 4 + i % 2]
        _, one = sess.run([g_step, g_loss], feed_dict={x: batch})
        _, other = sess.run([d_step, d_loss], feed_dict={x: batch})
        print(i, one, other)
    print(sess.run(g).ravel(), sess.run(d).ravel())
