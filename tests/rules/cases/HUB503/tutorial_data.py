# The images that tutorials read are loaded with Keras, with what the file uses of them.
# select: HUB503

import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

# The digits of MNIST
mnist = input_data.read_data_sets("MNIST_data/", one_hot=True)  # HUB503
batch_size = 100

for step in range(mnist.train.num_examples // batch_size):
    xs, ys = mnist.train.next_batch(batch_size)
    print(tf.shape(xs), tf.shape(ys))
print(mnist.validation.images[:5], mnist.validation.labels[:5])

# output
import tensorflow as tf
import numpy as np
from types import SimpleNamespace


class Digits:
    """Images of handwritten digits, and their labels."""

    def __init__(self, images, labels):
        self.images = images.reshape(-1, 784).astype(np.float32) * (1.0 / 255.0)
        self.labels = np.eye(10)[labels]
        self.num_examples = len(images)
        self._order = np.arange(0)

    def next_batch(self, batch_size):
        """Return the next images and labels, in a new order in each epoch."""
        while len(self._order) < batch_size:
            self._order = np.append(self._order, np.random.permutation(self.num_examples))
        batch, self._order = self._order[:batch_size], self._order[batch_size:]
        return self.images[batch], self.labels[batch]


# The digits of MNIST
(train_images, train_labels), _ = tf.keras.datasets.mnist.load_data()
mnist = SimpleNamespace(
    train=Digits(train_images[5000:], train_labels[5000:]),
    validation=Digits(train_images[:5000], train_labels[:5000]),
)
batch_size = 100

for step in range(mnist.train.num_examples // batch_size):
    xs, ys = mnist.train.next_batch(batch_size)
    print(tf.shape(xs), tf.shape(ys))
print(mnist.validation.images[:5], mnist.validation.labels[:5])
