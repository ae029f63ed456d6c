# A function that reads the images of TensorFlow's tutorials, in the form of images.
# select: HUB503

import numpy
import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data


def rows():
    data = input_data.read_data_sets("MNIST_data/", reshape=False, validation_size=0)  # HUB503
    return tf.constant(data.test.images[0]), numpy.sum(data.test.labels)

# output
import numpy
import tensorflow as tf
from types import SimpleNamespace


class Digits:
    """Images of handwritten digits, and their labels."""

    def __init__(self, images, labels):
        self.images = images.reshape(-1, 28, 28, 1).astype(numpy.float32) * (1.0 / 255.0)
        self.labels = labels
        self.num_examples = len(images)


def rows():
    _, (test_images, test_labels) = tf.keras.datasets.mnist.load_data()
    data = SimpleNamespace(test=Digits(test_images, test_labels))
    return tf.constant(data.test.images[0]), numpy.sum(data.test.labels)
