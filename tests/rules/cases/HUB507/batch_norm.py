# A module that is moved as a whole tells what a reader has to know of the parts that the file uses.
# select: HUB507

import tensorflow as tf
from tensorflow.contrib import slim  # HUB507

net = slim.conv2d(x, 8, [3, 3], normalizer_fn=slim.batch_norm)

# output

import tensorflow as tf
import tf_slim as slim

net = slim.conv2d(x, 8, [3, 3], normalizer_fn=slim.batch_norm)
