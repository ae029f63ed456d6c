# Names that the new code needs are taken.
# note: `np` is another thing than numpy here
# select: HUB503

import tensorflow as tf
from tensorflow.examples.tutorials.mnist import input_data

np = 3
mnist = input_data.read_data_sets("data")  # HUB503
print(tf.constant(mnist.test.images[np]))
