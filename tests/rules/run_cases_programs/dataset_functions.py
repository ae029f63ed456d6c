"""Functions that give the next batch of data, called by the program."""

import numpy as np
import tensorflow as tf

data = np.arange(12, dtype=np.float32)


def inputs(values, size):
    """Read pairs of numbers."""
    dataset = tf.data.Dataset.from_tensor_slices((values, values * 3.0))
    # Batches of a few
    dataset = dataset.batch(size)
    # The iterator
    iterator = dataset.make_one_shot_iterator()
    features, labels = iterator.get_next()
    return features, labels


def endless_inputs():
    return tf.data.Dataset.from_tensor_slices(data).repeat().batch(5).make_one_shot_iterator().get_next()


def train():
    x, y = inputs(data, 5)
    a = endless_inputs()
    w = tf.Variable(0.5)
    loss = tf.reduce_mean(tf.square(x * w - y))
    step = tf.train.GradientDescentOptimizer(0.001).minimize(loss)
    total = tf.reduce_sum(a * w)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        try:
            while True:
                # one step
                _, value = sess.run([step, loss])
                print(value)
        except tf.errors.OutOfRangeError:
            print("end")
        for number in range(4):
            print(number, sess.run(total))
        batch, value = sess.run([a, total])
        print(batch, value)


if __name__ == "__main__":
    train()
