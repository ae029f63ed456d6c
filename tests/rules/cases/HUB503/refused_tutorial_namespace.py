# A class of the file has the name of what the new code needs.
# note: `SimpleNamespace` is another thing than that of types here
# select: HUB503

import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data


class SimpleNamespace:
    pass


mnist = input_data.read_data_sets("data")  # HUB503
print(tf.constant(mnist.test.images))
