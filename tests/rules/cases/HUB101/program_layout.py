# Functions are named after what the program calls their value, headings of sections stay, and lines are not too long.
# select: HUB101, HUB102

import numpy as np
import tensorflow as tf

samples, targets = np.ones([8, 3], np.float32), np.zeros([8, 1], np.float32)

# ======================== Parameters ========================

w = tf.Variable(tf.zeros([3, 1]))

# ======================== Network ========================

x = tf.placeholder(tf.float32, [None, 3])  # HUB102
y = tf.placeholder(tf.float32, [None, 1])  # HUB102
pred = tf.matmul(x, w)

# ------------------------
# Training
# ------------------------

cost = tf.reduce_mean(tf.square(pred - y))
train = tf.train.GradientDescentOptimizer(0.1).minimize(cost)

sess = tf.Session()  # HUB101
sess.run(tf.global_variables_initializer())
for step in range(5):
    _, current_cost, current_prediction = sess.run([train, cost, pred], {x: samples, y: targets})

# The mean of what is left
testing_cost = sess.run(
    tf.reduce_sum(tf.abs(pred - y)) / 8,
    feed_dict={x: samples[:4], y: targets[:4]})  # of the samples that are held back for tests
print("Sum of costs: ", sess.run(tf.reduce_sum(pred), {x: samples}), testing_cost)
print("what nobody would ever take for a name", sess.run(tf.reduce_max(pred), {x: samples}))
print("%.2f" % sess.run(pred - 1, {x: samples})[0, 0], current_cost, current_prediction)
sess.close()

# output
import numpy as np
import tensorflow as tf

samples, targets = np.ones([8, 3], np.float32), np.zeros([8, 1], np.float32)

# ======================== Parameters ========================

w = tf.Variable(tf.zeros([3, 1]))


# ======================== Network ========================

def compute_pred(x):
    pred = tf.matmul(x, w)
    return pred


# ------------------------
# Training
# ------------------------

optimizer = tf.keras.optimizers.SGD(0.1)


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        pred = compute_pred(x)

        cost = tf.reduce_mean(tf.square(pred - y))
    variables = [w]
    gradients = tape.gradient(cost, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    return cost, pred


for step in range(5):
    current_cost, current_prediction = [
        tensor.numpy()
        for tensor in train_step(tf.constant(samples, tf.float32), tf.constant(targets, tf.float32))
    ]


@tf.function
def compute_testing_cost(x, y):
    pred = compute_pred(x)
    return tf.reduce_sum(tf.abs(pred - y)) / 8


# The mean of what is left
testing_cost = compute_testing_cost(
    tf.constant(samples[:4], tf.float32),
    tf.constant(targets[:4], tf.float32),
).numpy()  # of the samples that are held back for tests


@tf.function
def compute_sum_of_costs(x):
    pred = compute_pred(x)
    return tf.reduce_sum(pred)


print("Sum of costs: ", compute_sum_of_costs(tf.constant(samples, tf.float32)).numpy(), testing_cost)


@tf.function
def compute(x):
    pred = compute_pred(x)
    return tf.reduce_max(pred)


print("what nobody would ever take for a name", compute(tf.constant(samples, tf.float32)).numpy())


@tf.function
def compute_2(x):
    pred = compute_pred(x)
    return pred - 1


print("%.2f" % compute_2(tf.constant(samples, tf.float32)).numpy()[0, 0], current_cost, current_prediction)
