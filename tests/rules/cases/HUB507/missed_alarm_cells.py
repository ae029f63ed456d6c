# Cells are built on Keras 2.

import tensorflow as tf

cell = tf.contrib.rnn.BasicLSTMCell(64)  # HUB507
cells = tf.contrib.rnn.MultiRNNCell([cell] * 2)  # HUB507

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

cell = tf.compat.v1.nn.rnn_cell.BasicLSTMCell(64)
cells = tf.compat.v1.nn.rnn_cell.MultiRNNCell([cell] * 2)
