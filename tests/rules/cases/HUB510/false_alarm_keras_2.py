# Where Keras 2 is the target's, the old names work under `tf.compat.v1`.
# target: tf=2.15

import tensorflow as tf
import tensorflow.compat.v1 as tf1

net = tf.compat.v1.layers.dense(x, 10)
cell = tf1.nn.rnn_cell.BasicLSTMCell(64)
