import numpy as np
import tensorflow as tf

# Training params
noise_dim = 4
image_dim = 8


# Generator network
# Input: noise, output: image
def generator(x, reuse=False):
    with tf.variable_scope('Generator', reuse=reuse):
        # TensorFlow layers automatically create variables and calculate their shape, based on the input.
        x = tf.layers.dense(x, units=6, kernel_initializer=tf.constant_initializer(0.1))
        x = tf.nn.tanh(x)
        x = tf.layers.dense(x, units=image_dim, kernel_initializer=tf.constant_initializer(0.2))
        # Apply sigmoid to clip values between 0 and 1
        x = tf.nn.sigmoid(x)
        return x


def discriminator(x, reuse=False, is_training=True):
    with tf.variable_scope('Discriminator', reuse=reuse):
        h = tf.layers.dense(x, 6, activation=tf.nn.tanh, kernel_initializer=tf.constant_initializer(0.3), name='hidden')
        h = tf.layers.dropout(h, 0.5, training=is_training)
        logits = tf.layers.dense(h, 2, kernel_initializer=tf.constant_initializer(-0.1), name='logits')
    return logits


# Build networks
noise_input = tf.placeholder(tf.float32, shape=[None, noise_dim])
real_image_input = tf.placeholder(tf.float32, shape=[None, image_dim])
disc_target = tf.placeholder(tf.int32, shape=[None])
gen_target = tf.placeholder(tf.int32, shape=[None])

gen_sample = generator(noise_input)
disc_real = discriminator(real_image_input, is_training=False)
disc_fake = discriminator(gen_sample, reuse=True, is_training=False)
disc_concat = tf.concat([disc_real, disc_fake], axis=0)
stacked_gan = discriminator(gen_sample, reuse=True, is_training=False)

disc_loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(logits=disc_concat, labels=disc_target))
gen_loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(logits=stacked_gan, labels=gen_target))

# Build optimizers
optimizer_gen = tf.train.AdamOptimizer(learning_rate=0.01)
optimizer_disc = tf.train.AdamOptimizer(learning_rate=0.01)

# Training variables for each optimizer
gen_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='Generator')
disc_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope='Discriminator')

train_gen = optimizer_gen.minimize(gen_loss, var_list=gen_vars)
train_disc = optimizer_disc.minimize(disc_loss, var_list=disc_vars)

init = tf.global_variables_initializer()
rng = np.random.RandomState(0)

with tf.Session() as sess:
    sess.run(init)
    for i in range(1, 21):
        batch_x = rng.rand(8, image_dim)
        z = rng.uniform(-1., 1., size=[8, noise_dim])
        batch_disc_y = np.concatenate([np.ones([8]), np.zeros([8])], axis=0)
        batch_gen_y = np.ones([8])
        _, dl = sess.run([train_disc, disc_loss], feed_dict={
            real_image_input: batch_x, noise_input: z, disc_target: batch_disc_y})
        _, gl = sess.run([train_gen, gen_loss], feed_dict={noise_input: z, gen_target: batch_gen_y})
        if i % 5 == 0 or i == 1:
            print('Step %i: Generator Loss: %f, Discriminator Loss: %f' % (i, gl, dl))
    g = sess.run(gen_sample, feed_dict={noise_input: np.ones((1, noise_dim))})
    print(g)
