# Functions of the file that return the next batch, which return the dataset now.
# select: HUB101, HUB506, HUB515

import numpy as np
import tensorflow as tf

data = np.arange(12, dtype=np.float32)

w = tf.Variable(0.5)


def read(size):
    dataset = tf.data.Dataset.from_tensor_slices((data, data * 3.0))  # HUB506
    # as many as are asked for
    dataset = dataset.batch(size)

    # the next batch
    batch = tf.data.make_one_shot_iterator(dataset).get_next()
    return batch


# Pairs of numbers
x, y = read(4)
a, b = read(2)
total = tf.reduce_sum(x * w + y)
other = tf.reduce_sum(a * w + b)
with tf.Session() as sess:  # HUB101
    sess.run(tf.global_variables_initializer())
    try:
        while True:
            print(sess.run(total))
    except tf.errors.OutOfRangeError:
        pass
    for step in range(4):
        print(sess.run(other))

# output

import numpy as np
import tensorflow as tf

data = np.arange(12, dtype=np.float32)

w = tf.Variable(0.5)


def read(size):
    dataset = tf.data.Dataset.from_tensor_slices((data, data * 3.0))
    # as many as are asked for
    dataset = dataset.batch(size)

    return dataset


# Pairs of numbers
batches = read(4)
iterator = iter(read(2))


@tf.function
def compute_total(x, y):
    # x, y: Pairs of numbers
    total = tf.reduce_sum(x * w + y)
    return total


@tf.function
def compute_other(a, b):
    other = tf.reduce_sum(a * w + b)
    return other


for x, y in batches:
    print(compute_total(x, y).numpy())
for step in range(4):
    print(compute_other(*next(iterator)).numpy())
