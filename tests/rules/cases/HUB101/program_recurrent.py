# A cell that is run over a sequence is a recurrent layer of Keras under the same name; what is said of it stays.
# select: HUB101, HUB102

import numpy as np
import tensorflow as tf

units = 8
steps = 5

x = tf.placeholder(tf.float32, [None, steps, 3])  # HUB102

# Reads the sequence
lstm = tf.contrib.rnn.BasicLSTMCell(units, forget_bias=1.0)
outputs, state = tf.nn.dynamic_rnn(
    lstm,
    x,  # in the order of time
    dtype=tf.float32,
)
logits = tf.layers.dense(outputs[:, -1], 2)

# Only what is left in the end
cell = tf.nn.rnn_cell.BasicRNNCell(2 * units, activation=tf.nn.relu)
_, last = tf.nn.dynamic_rnn(cell, outputs, dtype=tf.float32)
gru = tf.nn.rnn_cell.GRUCell(2 * units)
_, end = tf.nn.dynamic_rnn(gru, outputs, dtype=tf.float32)
total = tf.reduce_sum(last) + tf.reduce_sum(end)

with tf.Session() as sess:  # HUB101
    sess.run(tf.global_variables_initializer())
    print(sess.run([logits, total], {x: np.ones([1, steps, 3])}))

# output

import numpy as np
import tensorflow as tf

units = 8
steps = 5

# Reads the sequence
lstm = tf.keras.layers.LSTM(units, return_sequences=True)
logits_layer = tf.keras.layers.Dense(2)

# Only what is left in the end
cell = tf.keras.layers.SimpleRNN(2 * units, activation=tf.nn.relu)
gru = tf.keras.layers.GRU(
    2 * units,
    bias_initializer=tf.constant_initializer([1.0] * 2 * (2 * units) + [0.0] * (2 * units)),
    reset_after=False,
)


@tf.function
def evaluate(x):
    outputs = lstm(x)
    logits = logits_layer(outputs[:, -1])
    last = cell(outputs)
    end = gru(outputs)
    total = tf.reduce_sum(last) + tf.reduce_sum(end)
    return logits, total


print([tensor.numpy() for tensor in evaluate(tf.constant(np.ones([1, steps, 3]), tf.float32))])
