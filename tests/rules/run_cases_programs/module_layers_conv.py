import numpy as np
import tensorflow as tf

EPOCHS = 3


def conv_block(x, filters, strides, is_training):
    x = tf.layers.conv2d(x, filters, 3, strides, padding='same', kernel_initializer=tf.constant_initializer(0.05))
    x = tf.layers.dropout(x, rate=0.4, training=is_training)
    return tf.nn.relu(x)


def conv_net(x_dict, n_classes, dropout, reuse, is_training):
    # Define a scope for reusing the variables
    with tf.variable_scope('ConvNet', reuse=reuse):
        # MNIST data input is a 1-D vector of 64 features (8*8 pixels)
        x = tf.reshape(x_dict, shape=[-1, 8, 8, 1])
        block1 = conv_block(x, 4, 2, is_training)
        block2 = conv_block(block1, 8, 2, is_training=is_training)
        fc1 = tf.layers.flatten(block2)
        fc1 = tf.layers.dense(fc1, 16, kernel_initializer=tf.constant_initializer(0.1))
        # Apply Dropout (if is_training is False, dropout is not applied)
        fc1 = tf.layers.dropout(fc1, rate=dropout, training=is_training)
        out = tf.layers.dense(fc1, n_classes, kernel_initializer=tf.constant_initializer(0.2), name='out')
    return out


def train(images, labels):
    x = tf.placeholder(tf.float32, [None, 64])
    y = tf.placeholder(tf.int64, [None])
    is_training = tf.placeholder(tf.bool)
    logits = conv_net(x, 3, 0.5, False, is_training)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(logits=logits, labels=y))
    accuracy = tf.reduce_mean(tf.cast(tf.equal(tf.argmax(logits, 1), y), tf.float32))
    train_op = tf.train.GradientDescentOptimizer(0.01).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for epoch in range(EPOCHS):
            sess.run(train_op, feed_dict={x: images, y: labels, is_training: False})
            print(epoch, *sess.run([loss, accuracy], feed_dict={x: images, y: labels, is_training: False}))


rng = np.random.RandomState(0)
train(rng.rand(12, 64), rng.randint(0, 3, 12))
