# Runs that take several batches, in an order that TensorFlow 1 leaves open and that makes a difference.
# note: line 17 takes two batches of one iterator, in an order that TensorFlow 1 leaves open
# note: line 27 takes batches of several iterators, and TensorFlow 1 leaves open which of them have lost a batch where the data of one ends; take them of one iterator over tf.data.Dataset.zip
# note: line 42 takes batches of several iterators, and TensorFlow 1 leaves open which of them have lost a batch where the data of one ends; take them of one iterator over tf.data.Dataset.zip
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
