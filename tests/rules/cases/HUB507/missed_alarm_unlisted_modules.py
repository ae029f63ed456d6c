# Modules of contrib that the API of 1.15 does not list, and that programs import from.

from tensorflow.contrib.layers.python import layers as tf_layers  # HUB507
from tensorflow.contrib.layers.python.layers import bucketized_column, fully_connected
from tensorflow.contrib.slim.nets import resnet_v1  # HUB507


def net(x, column):
    x = fully_connected(tf_layers.conv2d(x, 3, 3), 2)  # HUB507
    return resnet_v1.resnet_v1_50(x), bucketized_column(column, [1])  # HUB507, HUB507

# output

import tf_slim as tf_layers
from tf_slim.nets import resnet_v1
import tf_slim
import tensorflow as tf


def net(x, column):
    x = tf_slim.fully_connected(tf_layers.conv2d(x, 3, 3), 2)
    return resnet_v1.resnet_v1_50(x), tf.feature_column.bucketized_column(column, [1])
