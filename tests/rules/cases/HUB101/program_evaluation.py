# Runs with feeds become calls of a function, whose parameters are the placeholders; what they share is written once.
# ignore: HUB514

import numpy as np
import tensorflow as tf

# What goes in.
x = tf.placeholder(tf.float32, [None, 2], name="x")  # two columns  # HUB102
count = tf.placeholder(tf.int32, [])  # HUB102
keep = tf.placeholder_with_default(1.0, [])  # HUB102
weights = tf.constant([[1.0], [2.0]])
y = tf.matmul(x, weights) * keep

with tf.Session() as sess:  # a session  # HUB101
    values = np.ones([3, 2])
    # Everything at once.
    print(sess.run(y, feed_dict={x: values}), sess.run(weights))
    print(sess.run([y, tf.reduce_sum(x)], {x: values, keep: 0.5}))
    for n in range(3):
        print(sess.run(tf.range(count), {count: n}).sum())
    total, mean = sess.run((tf.reduce_sum(y), tf.reduce_mean(y)), {x: [[1, 2]]})
    print(total, mean, y.eval({x: values}), y.eval(feed_dict={x: values}, session=sess)[0])

# output
import numpy as np
import tensorflow as tf

# What goes in.
weights = tf.constant([[1.0], [2.0]])


@tf.function
def compute_y(x, keep):
    # x: two columns
    y = tf.matmul(x, weights) * keep
    return y


values = np.ones([3, 2])
# Everything at once.
print(compute_y(
    tf.constant(values, tf.float32),
    tf.constant(1.0, tf.float32),
).numpy(), weights.numpy())


@tf.function
def evaluate(x, keep):
    y = compute_y(x, keep)
    return y, tf.reduce_sum(x)


print([
    tensor.numpy()
    for tensor in evaluate(tf.constant(values, tf.float32), tf.constant(0.5, tf.float32))
])


@tf.function
def compute(count):
    return tf.range(count)


for n in range(3):
    print(compute(tf.cast(n, tf.int32)).numpy().sum())


@tf.function
def evaluate_2(x, keep):
    y = compute_y(x, keep)
    return tf.reduce_sum(y), tf.reduce_mean(y)


total, mean = [
    tensor.numpy()
    for tensor in evaluate_2(tf.constant([[1, 2]], tf.float32), tf.constant(1.0, tf.float32))
]
print(total, mean, compute_y(
    tf.constant(values, tf.float32),
    tf.constant(1.0, tf.float32),
).numpy(), compute_y(
    tf.constant(values, tf.float32),
    tf.constant(1.0, tf.float32),
).numpy()[0])
