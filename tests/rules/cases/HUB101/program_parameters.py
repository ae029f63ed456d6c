# What is said of making placeholders goes, what they hold stays; an optimizer keeps the comment behind it.
# select: HUB101, HUB102

import numpy as np
import tensorflow as tf

# Step 1: create placeholders for images and classes
# each image has three numbers
# and one class
images = tf.placeholder(tf.float32, [None, 3])  # HUB102

# Define the placeholders of the classes, of which each image has one of two kinds
classes = tf.placeholder(tf.int64, [None])  # HUB102

# create symbolic variables
scale = tf.placeholder(tf.float32, [])  # HUB102

# Create placeholders for
# what is added
offset = tf.placeholder(tf.float32, [])  # HUB102

# Step 2: the model
w = tf.Variable(tf.ones([3, 2]))
logits = scale * tf.matmul(images, w) + offset
predicted = tf.argmax(logits, 1)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=classes, logits=logits))
train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)  # plain descent

samples, targets = np.ones([4, 3]), np.zeros([4], np.int64)
with tf.Session() as sess:  # HUB101
    sess.run(tf.global_variables_initializer())
    sess.run(train_op, feed_dict={images: samples, classes: targets, scale: 0.5, offset: 0.0})
    if True:
        print("right", np.mean(targets ==
                               sess.run(predicted, feed_dict={images: samples[:2], scale: 1.0, offset: 0.0})))
        print("wrong", np.mean(np.add(targets, 1) == np.stack(
            sess.run([predicted, logits], feed_dict={images: samples[:2], scale: 1.0, offset: 0.0})[0])))

# output
import numpy as np
import tensorflow as tf

# Step 2: the model
w = tf.Variable(tf.ones([3, 2]))


def compute_logits(images, scale, offset):
    # images: each image has three numbers
    # and one class
    # offset: what is added
    logits = scale * tf.matmul(images, w) + offset
    return logits


@tf.function
def compute_predicted(images, scale, offset):
    logits = compute_logits(images, scale, offset)
    predicted = tf.argmax(logits, 1)
    return predicted


optimizer = tf.keras.optimizers.SGD(0.1)  # plain descent


@tf.function
def train_step(images, classes, scale, offset):
    # Define the placeholders of the classes, of which each image has one of two kinds
    with tf.GradientTape() as tape:
        logits = compute_logits(images, scale, offset)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=classes, logits=logits))
    variables = [w]
    gradients = tape.gradient(loss, variables)
    optimizer.apply_gradients(zip(gradients, variables))


samples, targets = np.ones([4, 3]), np.zeros([4], np.int64)
train_step(
    tf.constant(samples, tf.float32),
    tf.cast(targets, tf.int64),
    tf.constant(0.5, tf.float32),
    tf.constant(0.0, tf.float32),
)
if True:
    print("right", np.mean(targets ==
                           compute_predicted(
                               tf.constant(samples[:2], tf.float32),
                               tf.constant(1.0, tf.float32),
                               tf.constant(0.0, tf.float32),
                           ).numpy()))
    print("wrong", np.mean(np.add(targets, 1) == np.stack(
        compute_predicted(
            tf.constant(samples[:2], tf.float32),
            tf.constant(1.0, tf.float32),
            tf.constant(0.0, tf.float32),
        ).numpy())))
