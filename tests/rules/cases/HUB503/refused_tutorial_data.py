# Where more of the data is used than images, labels and batches, or it has no name, the reader stays.
# note: line 17 gives the data no name of its own
# note: line 21 asks for more than images and labels
# note: line 26 asks for more than images and labels
# note: line 31 asks for more than images and labels
# note: line 37 uses `data` for more than its images, labels and batches
# note: `data` is not always the data that line 41 reads
# note: nothing of `data` is used in this file
# note: line 52 holds several statements
# select: HUB503

import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data


def unnamed():
    return tf.constant(input_data.read_data_sets("data").test.images)  # HUB503


def other_source():
    data = input_data.read_data_sets("data", source_url="https://example.com/")  # HUB503
    return data.test.images


def positions():
    data = input_data.read_data_sets("data", False, True)  # HUB503
    return data.test.images


def no_number():
    data = input_data.read_data_sets("data", validation_size=None)  # HUB503
    return data.test.images


def whole(train):
    data = input_data.read_data_sets("data")  # HUB503
    train(data.train)


def one_of_two(fake):
    data = input_data.read_data_sets("data")  # HUB503
    data = fake or data
    return data.test.images


def unused():
    data = input_data.read_data_sets("data")  # HUB503
    return None


def one_line():
    data = input_data.read_data_sets("data"); print(data.test.labels)  # HUB503
