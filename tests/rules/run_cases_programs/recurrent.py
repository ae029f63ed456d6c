import numpy as np
import tensorflow as tf

TIME_STEP = 5
INPUT_SIZE = 3
CELL_SIZE = 4

rng = np.random.RandomState(4)
series = rng.rand(24, TIME_STEP, INPUT_SIZE).astype(np.float32)
labels = (series.sum(axis=(1, 2)) > 7.5).astype(np.int32)


def weights(*shape):
    return tf.constant_initializer(np.random.RandomState(sum(shape)).normal(0.0, 0.5, shape))


tf_x = tf.placeholder(tf.float32, [None, TIME_STEP * INPUT_SIZE])
image = tf.reshape(tf_x, [-1, TIME_STEP, INPUT_SIZE])  # (batch, height, width)
tf_y = tf.placeholder(tf.int32, [None])

# RNN
rnn_cell = tf.nn.rnn_cell.LSTMCell(CELL_SIZE, initializer=tf.constant_initializer(0.3))  # all weights alike
outputs, (h_c, h_n) = tf.nn.dynamic_rnn(
    rnn_cell,                   # cell you have chosen
    image,                      # input
    initial_state=None,         # the initial hidden state
    dtype=tf.float32,           # must given if set initial_state = None
    time_major=False,           # False: (batch, time step, input)
)
output = tf.layers.dense(outputs[:, -1, :], 2, kernel_initializer=weights(4, 2))  # output based on the last output step

loss = tf.losses.sparse_softmax_cross_entropy(labels=tf_y, logits=output)
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    flat = series.reshape(-1, TIME_STEP * INPUT_SIZE)
    for step in range(6):
        _, loss_ = sess.run([train_op, loss], {tf_x: flat, tf_y: labels})
        print("train loss: %.4f" % loss_)
    print(sess.run(output, {tf_x: flat[:3]}))
