import numpy as np
import tensorflow as tf


def generator(z, reuse=False):
    """Make samples of noise."""
    with tf.variable_scope('generator', reuse=reuse):
        w1 = tf.get_variable('w1', [4, 8], initializer=tf.constant_initializer(0.1))
        b1 = tf.get_variable('b1', [8], initializer=tf.zeros_initializer())
        h1 = tf.nn.relu(tf.matmul(z, w1) + b1)
        w2 = tf.get_variable('w2', [8, 2], initializer=tf.constant_initializer(0.2))
        return tf.matmul(h1, w2)


def discriminator(x, reuse=None, training=True):
    with tf.variable_scope('discriminator') as scope:
        if reuse:
            scope.reuse_variables()
        w1 = tf.get_variable('w1', [2, 8], initializer=tf.constant_initializer(0.1))
        b1 = tf.get_variable('b1', [8], initializer=tf.constant_initializer(0.05))
        h1 = tf.nn.tanh(tf.matmul(x, w1) + b1)
        if training:
            h1 = h1 * 1.5
        w2 = tf.get_variable('w2', [8, 1], initializer=tf.constant_initializer(0.3))
        logit = tf.matmul(h1, w2)
        prob = tf.nn.sigmoid(logit)
    return prob, logit


X = tf.placeholder(tf.float32, shape=[None, 2])
Z = tf.placeholder(tf.float32, shape=[None, 4])

G_sample = generator(Z)
D_real, D_logit_real = discriminator(X)
D_fake, D_logit_fake = discriminator(G_sample, reuse=True)

D_loss_real = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(
    logits=D_logit_real, labels=tf.ones_like(D_logit_real)))
D_loss_fake = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(
    logits=D_logit_fake, labels=tf.zeros_like(D_logit_fake)))
D_loss = D_loss_real + D_loss_fake
G_loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(
    logits=D_logit_fake, labels=tf.ones_like(D_logit_fake)))

t_vars = tf.trainable_variables()
d_vars = [var for var in t_vars if 'discriminator' in var.name]
g_vars = [var for var in t_vars if var.name.startswith('generator')]

D_solver = tf.train.GradientDescentOptimizer(0.1).minimize(D_loss, var_list=d_vars)
G_solver = tf.train.AdamOptimizer(0.01).minimize(G_loss, var_list=g_vars)

rng = np.random.RandomState(0)
sess = tf.Session()
sess.run(tf.global_variables_initializer())
for it in range(20):
    real, noise = rng.randn(16, 2), rng.randn(16, 4)
    _, D_loss_curr = sess.run([D_solver, D_loss], feed_dict={X: real, Z: noise})
    _, G_loss_curr = sess.run([G_solver, G_loss], feed_dict={Z: noise})
    if it % 5 == 0:
        print(it, D_loss_curr, G_loss_curr)
print(sess.run(G_sample, feed_dict={Z: np.ones((2, 4))}))
