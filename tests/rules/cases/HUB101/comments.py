# Comments go with the code that they speak of and move with it; what heads more than what goes stays where it was.
# ignore: HUB514

import numpy as np
import tensorflow as tf

# Parameters
rate = 0.1

######################
# The model
######################

# tf Graph Input
x = tf.placeholder(tf.float32, [None, 2])  # two columns  # HUB102
y = tf.placeholder(tf.float32, [None])  # HUB102

# TODO: learn how much to keep
keep = tf.placeholder(tf.float32, [])  # HUB102

# Set model weights
w = tf.Variable([[1.0], [2.0]])
b = tf.Variable([0.0])  # one for all

# Hidden layer
hidden = tf.matmul(x, w) + b
# Dropout
hidden = hidden * keep

# Mean squared error
loss = tf.reduce_mean(tf.square(tf.squeeze(hidden, 1) - y))
# Gradient descent
train = tf.train.GradientDescentOptimizer(rate).minimize(loss)  # HUB502

# Initialize the variables (i.e. assign their default value)
init = tf.global_variables_initializer()  # HUB502

# Some data
data = np.ones([4, 2])

# Launch the graph
with tf.Session() as sess:  # HUB101

    # Run the initializer
    sess.run(init)

    # Fit all training data
    for step in range(3):
        # One step
        sess.run(train, feed_dict={x: data, y: [1.0, 2.0, 3.0, 4.0], keep: 0.5})

    # How good it is now
    print(sess.run(loss, feed_dict={x: data, y: [1.0, 2.0, 3.0, 4.0], keep: 1.0}))  # a number
    # print(sess.run(w))

# output

import numpy as np
import tensorflow as tf

# Parameters
rate = 0.1

######################
# The model
######################

# Set model weights
w = tf.Variable([[1.0], [2.0]])
b = tf.Variable([0.0])  # one for all


@tf.function
def compute_loss(x, y, keep):
    # x: two columns
    # TODO: learn how much to keep

    # Hidden layer
    hidden = tf.matmul(x, w) + b
    # Dropout
    hidden = hidden * keep

    # Mean squared error
    loss = tf.reduce_mean(tf.square(tf.squeeze(hidden, 1) - y))
    return loss


# Gradient descent
optimizer = tf.keras.optimizers.SGD(rate)


@tf.function
def train_step(x, y, keep):
    with tf.GradientTape() as tape:
        loss = compute_loss(x, y, keep)
    variables = [w, b]
    gradients = tape.gradient(loss, variables)
    optimizer.apply_gradients(zip(gradients, variables))


# Some data
data = np.ones([4, 2])

# Fit all training data
for step in range(3):
    # One step
    train_step(
        tf.constant(data, tf.float32),
        tf.constant([1.0, 2.0, 3.0, 4.0], tf.float32),
        tf.constant(0.5, tf.float32),
    )

# How good it is now
print(compute_loss(
    tf.constant(data, tf.float32),
    tf.constant([1.0, 2.0, 3.0, 4.0], tf.float32),
    tf.constant(1.0, tf.float32),
).numpy())  # a number
# print(sess.run(w))
