# Programs that take batches from iterators: each run takes the next, and loops until the data ends go over the dataset.
# select: HUB101, HUB102, HUB506, HUB515

import numpy as np
import tensorflow as tf

data = np.arange(12, dtype=np.float32)


def epochs():
    with tf.Graph().as_default():
        # Pairs of numbers
        dataset = tf.data.Dataset.from_tensor_slices((data, data * 3.0)).batch(5)  # HUB506
        iterator = dataset.make_initializable_iterator()  # HUB515
        # One batch of them
        x, y = iterator.get_next()

        w = tf.Variable(0.0)
        loss = tf.reduce_sum(tf.square(y - x * w))
        grow = tf.assign_add(w, loss * 0.001)
        with tf.Session() as sess:  # HUB101
            sess.run(tf.global_variables_initializer())
            # For some epochs
            for epoch in range(3):
                sess.run(iterator.initializer)  # from the beginning
                total = 0
                # until the data ends
                try:
                    while True:
                        # the loss of a batch
                        _, value = sess.run([grow, loss])
                        total += value
                except tf.errors.OutOfRangeError:
                    pass  # end of the epoch
                print(epoch, total)


def steps():
    numbers = tf.data.Dataset.range(9).repeat().batch(2)  # HUB506
    batch = numbers.make_one_shot_iterator().get_next()  # HUB515
    more = tf.data.Dataset.zip((numbers, numbers))  # HUB506
    first, second = more.make_one_shot_iterator().get_next()  # HUB515
    double = batch * 2
    total = tf.reduce_sum(second)
    with tf.Session() as sess:  # HUB101
        for step in range(4):
            print(step, sess.run(double), sess.run(batch))
            # the second only
            print(sess.run(total))
        a, b = sess.run([first, second])
        print(a, b)


def leaving_early():
    numbers = tf.data.Dataset.range(9).batch(2)  # HUB506
    iterator = numbers.make_one_shot_iterator()  # HUB515
    batch = iterator.get_next()
    total = tf.reduce_sum(batch)
    with tf.Session() as sess:  # HUB101
        while True:
            try:
                value = sess.run(total)
            except tf.errors.OutOfRangeError:
                print("never that much")
                break
            if value > 5:
                break
        try:
            for _ in range(9):
                print(sess.run(total))
        except tf.errors.OutOfRangeError:
            print("end")


def fed():
    x = tf.placeholder(tf.float32, [None])  # HUB102
    # Batches of what is fed
    dataset = tf.data.Dataset.from_tensor_slices(x)  # HUB506
    dataset = dataset.batch(4)
    iterator = dataset.make_initializable_iterator()  # HUB515
    part = iterator.get_next()
    square = tf.square(part)
    with tf.Session() as sess:  # HUB101
        sess.run(iterator.initializer, feed_dict={x: data})
        print(sess.run(square))


def either():
    training = tf.data.Dataset.range(6)  # HUB506
    test = tf.data.Dataset.range(3)  # HUB506
    iterator = tf.data.Iterator.from_structure(training.output_types, training.output_shapes)  # HUB506
    number = iterator.get_next()
    square = number * number
    training_init = iterator.make_initializer(training)
    test_init = iterator.make_initializer(test)
    with tf.Session() as sess:  # HUB101
        for init in range(2):
            sess.run(training_init)
            while True:
                try:
                    print(init, sess.run(square))
                except tf.errors.OutOfRangeError:
                    break
        sess.run(test_init)
        print(sess.run(number))

# output

import numpy as np
import tensorflow as tf

data = np.arange(12, dtype=np.float32)


def epochs():
    # Pairs of numbers
    dataset = tf.data.Dataset.from_tensor_slices((data, data * 3.0)).batch(5)

    w = tf.Variable(0.0)

    @tf.function
    def grow(x, y):
        # x, y: One batch of them
        loss = tf.reduce_sum(tf.square(y - x * w))
        w.assign_add(loss * 0.001)
        return loss

    # For some epochs
    for epoch in range(3):
        total = 0
        # until the data ends
        # end of the epoch
        for x, y in dataset:
            # the loss of a batch
            value = grow(x, y).numpy()
            total += value
        print(epoch, total)


def steps():
    numbers = tf.data.Dataset.range(9).repeat().batch(2)
    numbers_iterator = iter(numbers)
    more = tf.data.Dataset.zip((numbers, numbers))
    more_iterator = iter(more)

    @tf.function
    def compute_double(batch):
        double = batch * 2
        return double

    @tf.function
    def compute_total(second):
        total = tf.reduce_sum(second)
        return total

    for step in range(4):
        print(step, compute_double(numbers_iterator.get_next()).numpy(), numbers_iterator.get_next().numpy())
        # the second only
        _, second = more_iterator.get_next()
        print(compute_total(second).numpy())
    a, b = [tensor.numpy() for tensor in more_iterator.get_next()]
    print(a, b)


def leaving_early():
    numbers = tf.data.Dataset.range(9).batch(2)
    iterator = iter(numbers)

    @tf.function
    def compute_total(batch):
        total = tf.reduce_sum(batch)
        return total

    for batch in iterator:
        value = compute_total(batch).numpy()
        if value > 5:
            break
    else:
        print("never that much")
    try:
        for _ in range(9):
            print(compute_total(iterator.get_next()).numpy())
    except tf.errors.OutOfRangeError:
        print("end")


def fed():
    def make_dataset(x):
        # Batches of what is fed
        dataset = tf.data.Dataset.from_tensor_slices(x)
        dataset = dataset.batch(4)
        return dataset

    @tf.function
    def compute_square(part):
        square = tf.square(part)
        return square

    iterator = iter(make_dataset(tf.constant(data, tf.float32)))
    print(compute_square(iterator.get_next()).numpy())


def either():
    training = tf.data.Dataset.range(6)
    test = tf.data.Dataset.range(3)

    @tf.function
    def compute_square(number):
        square = number * number
        return square

    for init in range(2):
        iterator = iter(training)
        for number in iterator:
            print(init, compute_square(number).numpy())
    iterator = iter(test)
    print(iterator.get_next().numpy())
