# In a function the value may be returned or yielded from the block.

import tensorflow as tf


def lengths(words):
    with tf.Graph().as_default():
        tensor = tf.strings.length(tf.constant(words))
        with tf.compat.v1.Session() as session:  # HUB101
            return session.run(tensor)


def doubled(numbers):
    with tf.compat.v1.Session() as session:  # HUB101
        for number in numbers:
            yield session.run(tf.constant(number) * 2)

# output

import tensorflow as tf


def lengths(words):
    tensor = tf.strings.length(tf.constant(words))
    return tensor.numpy()


def doubled(numbers):
    for number in numbers:
        yield (tf.constant(number) * 2).numpy()
