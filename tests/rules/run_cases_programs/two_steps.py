import numpy as np
import tensorflow as tf

rng = np.random.RandomState(3)
samples = rng.rand(16, 3).astype(np.float32)
targets = samples.sum(1, keepdims=True) ** 2

x = tf.placeholder(tf.float32, [None, 3])
y = tf.placeholder(tf.float32, [None, 1])
scaled = x * 2.0 - 1.0

# A line
line_w = tf.Variable(tf.ones([3, 1]) * 0.1)
line_loss = tf.reduce_mean(tf.square(tf.matmul(scaled, line_w) - y))
line_train = tf.train.GradientDescentOptimizer(0.05).minimize(line_loss)  # slow and sure

# A network beside it
net_w1 = tf.Variable(tf.constant(np.linspace(-1, 1, 12).reshape(3, 4), tf.float32))
net_w2 = tf.Variable(tf.ones([4, 1]) * 0.2)
net_out = tf.matmul(tf.nn.tanh(tf.matmul(scaled, net_w1)), net_w2)
net_train = tf.train.AdamOptimizer(0.05).minimize(tf.reduce_mean(tf.square(net_out - y)))

sess = tf.Session()
sess.run(tf.global_variables_initializer())
for step in range(6):
    batch = slice(8 * (step % 2), 8 * (step % 2) + 8)
    sess.run([line_train, net_train], {x: samples[batch], y: targets[batch]})  # both learn
    if step % 2:
        line_cost, out = sess.run(
            [line_loss, net_out], {x: samples, y: targets} # of all samples
        )
        print(step, line_cost, np.mean((out - targets) ** 2))
sess.close()
