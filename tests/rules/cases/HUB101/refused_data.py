# Datasets and iterators that would not give the same batches, or of which it is not certain.
# note: line 37 makes an iterator that other sessions may share
# note: line 46 makes an iterator of what is fed; name the dataset in front of it
# note: nothing starts the iterator at line 54, which has no name
# note: line 61 takes a batch into something else than names
# note: `x` stands for the batches of two iterators, or for a placeholder, too
# note: line 76 makes a dataset of `v`, which each run computes anew
# note: line 87 makes a dataset of what is fed in a way that is not followed
# note: line 100 reads `dataset.output_types`, which is `element_spec` in TensorFlow 2
# note: line 113 does more than to start an iterator
# note: line 121 does more than to start an iterator
# note: line 134 feeds several iterators that it starts; start each in a run of its own
# note: line 144 starts an iterator in a function
# note: `iter` is not Python's own function here, which the rewritten code would call
# note: line 161 feeds `x`, which an iterator gives
# note: it is not certain that what line 170 runs takes a batch each time
# note: it is not certain that what line 182 runs takes a batch each time
# note: line 190 runs `x`, which is not certainly one tensor
# note: nothing in this block starts the iterator that line 194 makes
# note: line 206 starts over `dataset`, which is another one by then
# note: line 216 starts over `dataset` again, which is made elsewhere and may be shuffled with a seed
# note: line 226 starts over `dataset` again, in the same order in TensorFlow 1, and TensorFlow 2 goes on with the seed at line 221; shuffle with `reshuffle_each_iteration=False` there
# note: line 235 needs a part of a batch where no statement can take it out
# note: line 241 takes a batch within other code; take it in a statement `name = ...`
# note: line 254 needs `x`, which is another thing in its function
# select: HUB101, HUB102

import numpy as np
import tensorflow.compat.v1 as tf

from project import DATA, LABELS, load, run_later

NUMBERS = tf.data.Dataset.range(6).batch(2)


def shared_by_name():
    iterator = NUMBERS.make_initializable_iterator(shared_name="numbers")
    x = iterator.get_next()
    with tf.Session() as sess:  # HUB101
        sess.run(iterator.initializer)
        print(sess.run(x))


def fed_dataset_without_a_name():
    data = tf.placeholder(tf.float32, [None])  # HUB102
    iterator = tf.data.Dataset.from_tensor_slices(data).batch(2).make_initializable_iterator()
    x = iterator.get_next()
    with tf.Session() as sess:  # HUB101
        sess.run(iterator.initializer, feed_dict={data: DATA})
        print(sess.run(x))


def iterator_without_a_name():
    x = NUMBERS.make_initializable_iterator().get_next()
    with tf.Session() as sess:  # HUB101
        print(sess.run(x))


def batch_into_a_list():
    parts = [None, None]
    parts[0] = NUMBERS.make_one_shot_iterator().get_next()
    with tf.Session() as sess:  # HUB101
        print(sess.run(parts[0]))


def one_name_for_two():
    x = NUMBERS.make_one_shot_iterator().get_next()
    y = x + 1
    x = NUMBERS.make_one_shot_iterator().get_next()
    with tf.Session() as sess:  # HUB101
        print(sess.run(y))


def dataset_of_a_variable():
    v = tf.Variable([1.0, 2.0])
    dataset = tf.data.Dataset.from_tensor_slices(v)
    iterator = dataset.make_initializable_iterator()
    x = iterator.get_next()
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(iterator.initializer)
        print(sess.run(x))


def fed_dataset_on_a_condition(small):
    data = tf.placeholder(tf.float32, [None])  # HUB102
    if small:
        dataset = tf.data.Dataset.from_tensor_slices(data)
    else:
        dataset = tf.data.Dataset.from_tensors(data)
    iterator = dataset.make_initializable_iterator()
    x = iterator.get_next()
    with tf.Session() as sess:  # HUB101
        sess.run(iterator.initializer, feed_dict={data: DATA})
        print(sess.run(x))


def types_of_a_dataset():
    dataset = tf.data.Dataset.range(6)
    print(dataset.output_types)
    x = dataset.make_one_shot_iterator().get_next()
    with tf.Session() as sess:  # HUB101
        print(sess.run(x))


def start_among_others():
    iterator = NUMBERS.make_initializable_iterator()
    x = iterator.get_next()
    y = x + 1
    v = tf.Variable(1)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run([iterator.initializer, v])
        print(sess.run(y))


def start_that_gives_a_value():
    iterator = NUMBERS.make_initializable_iterator()
    x = iterator.get_next()
    with tf.Session() as sess:  # HUB101
        nothing = sess.run(iterator.initializer)
        print(nothing, sess.run(x))


def two_fed_starts():
    data = tf.placeholder(tf.float32, [None])  # HUB102
    one = tf.data.Dataset.from_tensor_slices(data)
    other = tf.data.Dataset.from_tensors(data)
    iterator = one.make_initializable_iterator()
    others = other.make_initializable_iterator()
    x = iterator.get_next()
    y = others.get_next()
    with tf.Session() as sess:  # HUB101
        sess.run([iterator.initializer, others.initializer], feed_dict={data: DATA})
        print(sess.run(x), sess.run(y))


def start_in_a_function():
    iterator = NUMBERS.make_initializable_iterator()
    x = iterator.get_next()
    with tf.Session() as sess:  # HUB101

        def begin():
            sess.run(iterator.initializer)

        run_later(begin)
        print(sess.run(x))


def name_of_python():
    iter = 3
    x = NUMBERS.make_one_shot_iterator().get_next()
    with tf.Session() as sess:  # HUB101
        print(sess.run(x), iter)


def fed_batch():
    x = NUMBERS.make_one_shot_iterator().get_next()
    y = tf.square(x)
    with tf.Session() as sess:  # HUB101
        print(sess.run(y, feed_dict={x: [1, 2]}))


def only_the_shape():
    x = NUMBERS.make_one_shot_iterator().get_next()
    v = tf.Variable(1.0)
    y = tf.zeros(x.get_shape().as_list()) + v
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y))


def unused_by_its_function():
    def keep(batch, other):
        return tf.square(other)

    x = NUMBERS.make_one_shot_iterator().get_next()
    v = tf.Variable(1.0)
    y = keep(x, v)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y))


def perhaps_several():
    dataset = tf.data.Dataset.from_tensor_slices(load("train"))
    x = dataset.make_one_shot_iterator().get_next()
    y = tf.square(x)
    with tf.Session() as sess:  # HUB101
        print(sess.run([x, y]))


def never_started():
    iterator = NUMBERS.make_initializable_iterator()
    x = iterator.get_next()
    with tf.Session() as sess:  # HUB101
        print(sess.run(x))


def another_by_then():
    dataset = tf.data.Dataset.range(6)
    iterator = dataset.make_initializable_iterator()
    x = iterator.get_next()
    dataset = dataset.batch(3)
    with tf.Session() as sess:  # HUB101
        sess.run(iterator.initializer)
        print(sess.run(x), dataset)


def again_from_elsewhere():
    dataset = load("train")
    iterator = dataset.make_initializable_iterator()
    x = iterator.get_next()
    with tf.Session() as sess:  # HUB101
        for epoch in range(2):
            sess.run(iterator.initializer)
            print(sess.run(x))


def again_with_a_seed():
    dataset = tf.data.Dataset.range(6).shuffle(6, seed=3)
    iterator = dataset.make_initializable_iterator()
    x = iterator.get_next()
    with tf.Session() as sess:  # HUB101
        for epoch in range(2):
            sess.run(iterator.initializer)
            print(sess.run(x))


def part_in_a_condition():
    dataset = tf.data.Dataset.zip((NUMBERS, NUMBERS))
    x, y = dataset.make_one_shot_iterator().get_next()
    total = tf.reduce_sum(x)
    with tf.Session() as sess:  # HUB101
        while sess.run(total) < 5:
            print("not yet")


def batch_within_other_code():
    iterator = NUMBERS.make_one_shot_iterator()
    y = tf.square(iterator.get_next())
    with tf.Session() as sess:  # HUB101
        print(sess.run(y))


def name_taken_in_a_function():
    dataset = tf.data.Dataset.zip((NUMBERS, NUMBERS))
    x, y = dataset.make_one_shot_iterator().get_next()
    total = tf.reduce_sum(x)
    with tf.Session() as sess:  # HUB101

        def report():
            x = "total"
            value = sess.run(total)
            print(x, value)

        report()
