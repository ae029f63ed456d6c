# Runs that take several batches, in an order that TensorFlow 1 leaves open, and batches that a function takes.
# note: line 18 takes two batches of one iterator, in an order that TensorFlow 1 leaves open
# note: line 28 takes batches of several iterators, and TensorFlow 1 leaves open which of them have lost a batch where the data of one ends; take them of one iterator over tf.data.Dataset.zip
# note: line 43 takes batches of several iterators, and TensorFlow 1 leaves open which of them have lost a batch where the data of one ends; take them of one iterator over tf.data.Dataset.zip
# note: line 58 calls a function that makes or uses an iterator at line 52; let it return the dataset
# select: HUB101, HUB102

import tensorflow.compat.v1 as tf

NUMBERS = tf.data.Dataset.range(6).batch(2)


def two_batches_at_once():
    iterator = NUMBERS.make_one_shot_iterator()
    first = iterator.get_next()
    second = iterator.get_next()
    with tf.Session() as sess:  # HUB101
        print(sess.run(first - second))


def one_ends_and_the_other_goes_on():
    first = NUMBERS.make_one_shot_iterator().get_next()
    second = NUMBERS.repeat().make_one_shot_iterator().get_next()
    total = first + second
    with tf.Session() as sess:  # HUB101
        try:
            while True:
                print(sess.run(total))
        except tf.errors.OutOfRangeError:
            print(sess.run(second))


def one_begins_anew():
    iterator = NUMBERS.make_initializable_iterator()
    first = iterator.get_next()
    second = NUMBERS.repeat().make_one_shot_iterator().get_next()
    total = first + second
    with tf.Session() as sess:  # HUB101
        for epoch in range(2):
            sess.run(iterator.initializer)
            while True:
                try:
                    print(sess.run(total))
                except tf.errors.OutOfRangeError:
                    break


def next_batch(dataset):
    if tf.executing_eagerly():
        return None
    iterator = dataset.make_one_shot_iterator()
    return iterator.get_next()


def batch_of_a_function():
    with tf.Session() as sess:  # HUB101
        v = tf.Variable(1.0)
        batch = next_batch(NUMBERS)
        total = tf.cast(batch, tf.float32) * v
        sess.run(tf.global_variables_initializer())
        print(sess.run(total))
