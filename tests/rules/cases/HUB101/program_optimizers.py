# Optimizers without a name get that of what they train; a call of a function that others share stands in each of them.
# select: HUB101, HUB102

import numpy as np
import tensorflow as tf

#########
# The network
#########
x = tf.placeholder(tf.float32, [None, 3])  # HUB102
z = tf.placeholder(tf.float32, [None, 2])  # HUB102
G_w = tf.Variable(tf.ones([2, 3]))
D_w = tf.Variable(tf.ones([3, 1]))
c = tf.Variable(1.0)


def generator(z):
    return tf.nn.tanh(tf.matmul(z, G_w))


def discriminator(x):
    logit = tf.matmul(x, D_w)
    return tf.nn.sigmoid(logit), logit


sample = generator(z)
_, real_logit = discriminator(x)
fake, fake_logit = discriminator(sample)

#########
# What is made smaller
#########
d_loss = tf.reduce_mean(fake_logit) - tf.reduce_mean(real_logit)
g_loss = -tf.reduce_mean(fake)
d_optimizer = tf.train.AdamOptimizer(0.1).minimize(d_loss, var_list=[D_w])
train_op = tf.train.AdamOptimizer(0.1).minimize(g_loss, var_list=[G_w])
# A number that nothing tells the name of
step = tf.train.GradientDescentOptimizer(0.1).minimize(tf.square(c))

#########
# Training
#########
sess = tf.Session()  # HUB101
sess.run(tf.global_variables_initializer())
noise = np.ones([4, 2])
for _ in range(3):
    sess.run(d_optimizer, {x: np.ones([4, 3]), z: noise})
    _, loss = sess.run([train_op, g_loss], {z: noise})
    sess.run(step)
print(loss, sess.run(sample, {z: noise}), sess.run(sample - 1.0, {z: noise}))
sess.close()

# output
import numpy as np
import tensorflow as tf

#########
# The network
#########

G_w = tf.Variable(tf.ones([2, 3]))
D_w = tf.Variable(tf.ones([3, 1]))
c = tf.Variable(1.0)


def generator(z):
    return tf.nn.tanh(tf.matmul(z, G_w))


def discriminator(x):
    logit = tf.matmul(x, D_w)
    return tf.nn.sigmoid(logit), logit


@tf.function
def compute_sample(z):
    sample = generator(z)
    return sample


#########
# What is made smaller
#########

d_optimizer = tf.keras.optimizers.Adam(0.1, epsilon=1e-08)


@tf.function
def train_d(x, z):
    with tf.GradientTape() as tape:
        sample = compute_sample(z)
        _, real_logit = discriminator(x)
        fake, fake_logit = discriminator(sample)

        d_loss = tf.reduce_mean(fake_logit) - tf.reduce_mean(real_logit)
    variables = [D_w]
    gradients = tape.gradient(d_loss, variables)
    d_optimizer.apply_gradients(zip(gradients, variables))


g_optimizer = tf.keras.optimizers.Adam(0.1, epsilon=1e-08)


@tf.function
def train_op(z):
    with tf.GradientTape() as tape:
        sample = compute_sample(z)
        fake, fake_logit = discriminator(sample)
        g_loss = -tf.reduce_mean(fake)
    variables = [G_w]
    gradients = tape.gradient(g_loss, variables)
    g_optimizer.apply_gradients(zip(gradients, variables))
    return g_loss


# A number that nothing tells the name of
optimizer = tf.keras.optimizers.SGD(0.1)


@tf.function
def step():
    with tf.GradientTape() as tape:
        loss = tf.square(c)
    variables = [c]
    gradients = tape.gradient(loss, variables)
    optimizer.apply_gradients(zip(gradients, variables))


#########
# Training
#########

noise = np.ones([4, 2])
for _ in range(3):
    train_d(
        tf.constant(np.ones([4, 3]), tf.float32),
        tf.constant(noise, tf.float32),
    )
    loss = train_op(tf.constant(noise, tf.float32)).numpy()
    step()


@tf.function
def compute(z):
    sample = compute_sample(z)
    return sample - 1.0


print(loss, compute_sample(tf.constant(noise, tf.float32)).numpy(), compute(tf.constant(noise, tf.float32)).numpy())
