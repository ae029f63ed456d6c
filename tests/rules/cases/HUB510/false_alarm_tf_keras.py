# The project says that it runs with tf_keras.
# target: keras=tf_keras

import tensorflow as tf

net = tf.compat.v1.layers.dense(x, 10)
cell = tf.compat.v1.nn.rnn_cell.BasicLSTMCell(64)
