import numpy as np
import tensorflow as tf

n_steps, n_inputs, n_neurons = 4, 2, 3
rng = np.random.RandomState(8)
sequences = rng.normal(size=(10, n_steps, n_inputs))
targets = sequences.mean(axis=(1, 2)).reshape(-1, 1)

graph = tf.Graph()
with graph.as_default():
    X = tf.placeholder(tf.float32, [None, n_steps, n_inputs])
    y = tf.placeholder(tf.float32, [None, 1])

    # reads the sequence, and remembers
    cell = tf.nn.rnn_cell.GRUCell(num_units=n_neurons, activation=tf.nn.relu, kernel_initializer=tf.constant_initializer(0.25))
    with tf.variable_scope("first"):
        outputs, state = tf.nn.dynamic_rnn(cell, X, dtype=tf.float32)

    lstm = tf.nn.rnn_cell.LSTMCell(2, initializer=tf.constant_initializer(0.4), forget_bias=0.0, name="second")
    zero = lstm.zero_state(tf.shape(X)[0], tf.float32)
    _, last = tf.nn.dynamic_rnn(lstm, outputs, initial_state=zero)
    both = tf.concat([state, last.h], axis=1)

    top = tf.nn.rnn_cell.LSTMCell(2, initializer=tf.constant_initializer(-0.3))
    (top_outputs, top_state) = tf.nn.dynamic_rnn(top, tf.stack([both, both, 2 * both], axis=1), dtype=tf.float32)
    memory = top_state[0] + top_state.c + top_outputs[:, 1]

    w = tf.Variable(tf.fill([2, 1], 0.5))
    prediction = tf.matmul(memory, w)
    loss = tf.losses.mean_squared_error(y, prediction)
    training_op = tf.train.GradientDescentOptimizer(0.05).minimize(loss)

    with tf.Session() as sess:
        tf.global_variables_initializer().run()
        print(sess.run(state, feed_dict={X: sequences[:2]}))
        for iteration in range(5):
            _, mse = sess.run([training_op, loss], feed_dict={X: sequences, y: targets})
            print(iteration, "MSE:", mse)
        print(sess.run(prediction, {X: sequences[:3]}))
