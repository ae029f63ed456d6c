# The data that tutorials began with was read by example code of the package itself, which is gone.
# note: nothing of `mnist` is used in this file

from tensorflow.examples.tutorials.mnist import input_data

mnist = input_data.read_data_sets("MNIST_data/", one_hot=True)  # HUB503
