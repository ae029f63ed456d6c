# A step of an optimizer is a function with a tape; one of Keras if it does the same, else TensorFlow 1's own.
# ignore: HUB514

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 3])  # HUB102
y_ = tf.placeholder(tf.float32, [None, 1])  # HUB102
w = tf.Variable(tf.zeros([3, 1]), name="w")
b = tf.Variable(0.0)
step = tf.Variable(0, trainable=False)

y = tf.matmul(x, w) + b
loss = tf.reduce_mean(tf.square(y - y_))
# Plain descent.
descend = tf.train.GradientDescentOptimizer(0.1).minimize(loss, global_step=step)  # HUB502
# Scaled by what was seen.
rms = tf.train.RMSPropOptimizer(learning_rate=0.01)  # HUB502
scaled = rms.minimize(loss, step, var_list=[w])

init = tf.global_variables_initializer()  # HUB502
config = tf.ConfigProto()  # HUB502
config.gpu_options.allow_growth = True
with tf.Session(config=config) as sess:  # HUB101
    init.run()
    data = np.ones([4, 3])
    for i in range(5):
        # One step of each.
        _, value = sess.run([descend, loss], feed_dict={x: data, y_: data[:, :1]})
        scaled.run({x: data, y_: data[:, :1]})
        print(i, value)
    print(sess.run(y, {x: data}), sess.run([w, b, step]))

# output

import numpy as np
import tensorflow as tf

w = tf.Variable(tf.zeros([3, 1]), name="w")
b = tf.Variable(0.0)
step = tf.Variable(0, trainable=False)


@tf.function
def compute_y(x):
    y = tf.matmul(x, w) + b
    return y


def compute_loss(y, y_):
    loss = tf.reduce_mean(tf.square(y - y_))
    return loss


# Plain descent.
optimizer = tf.keras.optimizers.SGD(0.1)


@tf.function
def descend(x, y_):
    with tf.GradientTape() as tape:
        y = compute_y(x)
        loss = compute_loss(y, y_)
    variables = [w, b]
    gradients = tape.gradient(loss, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    step.assign_add(1)
    return loss


# Scaled by what was seen.
rms = tf.compat.v1.train.RMSPropOptimizer(learning_rate=0.01)


@tf.function
def scaled(x, y_):
    with tf.GradientTape() as tape:
        y = compute_y(x)
        loss = compute_loss(y, y_)
    variables = [w]
    gradients = tape.gradient(loss, variables)
    rms.apply_gradients(zip(gradients, variables), global_step=step)


data = np.ones([4, 3])
for i in range(5):
    # One step of each.
    value = descend(
        tf.constant(data, tf.float32),
        tf.constant(data[:, :1], tf.float32),
    ).numpy()
    scaled(
        tf.constant(data, tf.float32),
        tf.constant(data[:, :1], tf.float32),
    )
    print(i, value)
print(compute_y(tf.constant(data, tf.float32)).numpy(), [w.numpy(), b.numpy(), step.numpy()])
