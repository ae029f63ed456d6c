# Cells, as classes and as bases.

import tensorflow as tf


class Cell(tf.nn.rnn_cell.RNNCell):  # HUB510
    pass


cell = tf.nn.rnn_cell.BasicLSTMCell(64)  # HUB510

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf


class Cell(tf.compat.v1.nn.rnn_cell.RNNCell):
    pass


cell = tf.compat.v1.nn.rnn_cell.BasicLSTMCell(64)
