# Where the target's Keras is Keras 2, the name is enough.
# target: tf=2.15

import tensorflow as tf

cell = tf.contrib.rnn.BasicLSTMCell(64)  # HUB507

# output

import tensorflow as tf

cell = tf.compat.v1.nn.rnn_cell.BasicLSTMCell(64)
