# Imports that a class needs stand above it, also where the data is read right below the last import.
# select: HUB503

import tensorflow as tf

# The digits
from tensorflow.examples.tutorials.mnist import input_data
mnist = input_data.read_data_sets("data", one_hot=True)  # HUB503

print(mnist.test.images.shape, mnist.test.labels[:2])

# output
import tensorflow as tf

# The digits
import numpy as np
from types import SimpleNamespace


class Digits:
    """Images of handwritten digits, and their labels."""

    def __init__(self, images, labels):
        self.images = images.reshape(-1, 784).astype(np.float32) * (1.0 / 255.0)
        self.labels = np.eye(10)[labels]
        self.num_examples = len(images)


_, (test_images, test_labels) = tf.keras.datasets.mnist.load_data()
mnist = SimpleNamespace(test=Digits(test_images, test_labels))

print(mnist.test.images.shape, mnist.test.labels[:2])
