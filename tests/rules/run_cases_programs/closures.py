import numpy as np
import tensorflow as tf

data = np.linspace(-1.0, 1.0, 12).reshape(6, 2)

x = tf.placeholder(tf.float32, [None, 2])
scale = tf.Variable([[1.0, 0.5], [-0.5, 2.0]])
shift = tf.Variable([0.25, -0.25])
mean = tf.matmul(x, scale)
spread = tf.nn.softplus(mean + shift)


# What the values miss, with a penalty for being sure.
def penalised(values):
    # both of them
    missed = tf.reduce_sum(tf.square(values - mean) / spread, 1)
    return tf.reduce_mean(missed + tf.reduce_sum(tf.log(spread), 1))


loss = penalised(x)


def both(values):
    """Gives two."""
    return values * scale[0, 0], tf.reduce_sum(values, 0)


scaled, total = both(mean)
_, again = both(spread)
train_op = tf.train.GradientDescentOptimizer(0.05).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(5):
        value, _ = sess.run([loss, train_op], feed_dict={x: data})
        print(step, value)
    print(sess.run(scaled, {x: data[:2]}), sess.run(again, {x: data}))
    print(sess.run([total, mean], {x: data})[0])
    print(sess.run(scale), sess.run(shift))
