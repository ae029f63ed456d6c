# Functions that call tf.layers, and cannot become models of Keras.
# note: `network` makes variables itself, and those of tf.layers, which are of Keras
# note: `n_in` goes into the layer made at line 31, and is only known where `network` computes; give its size as an argument of its own
# note: `network` makes layers, and its first argument is not the tensor that they are called with
# note: line 57 calls layers with what is not certainly float32, and Keras would convert it; convert it there with tf.cast
# note: line 67 uses `train` for more than to tell layers whether they are in training
# note: whether the layers of line 83 are in training is computed in the graph
# note: line 92 lists variables of layers for more than to train them
# note: line 105 gives an optimizer of TensorFlow 1 some of the variables of layers
# select: HUB101, HUB102

import tensorflow.compat.v1 as tf


def variables_and_layers():
    def network(x):
        with tf.variable_scope("network"):
            scale = tf.get_variable("scale", [])
            return tf.layers.dense(x, 3) * scale

    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    y = network(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: [[1.0, 2.0, 3.0]]}))


def size_computed():
    def network(x):
        n_in = x.get_shape().as_list()[1]
        return tf.layers.dense(x, n_in)

    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    y = network(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: [[1.0, 2.0, 3.0]]}))


def first_argument_no_tensor():
    def network(train, x):
        return tf.layers.dropout(tf.layers.dense(x, 3), training=train)

    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    y = network(False, x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: [[1.0, 2.0, 3.0]]}))


def other_floats():
    def network(x, weights):
        return tf.layers.dense(x, 3), tf.reduce_sum(weights)

    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    weights = tf.placeholder(tf.float64, [None])  # HUB102
    y, total = network(x, weights)
    z = y * tf.cast(total, tf.float32)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(z, {x: [[1.0, 2.0, 3.0]], weights: [1.0]}))


def training_for_more():
    def network(x, train):
        x = tf.layers.dropout(tf.layers.dense(x, 3), training=train)
        return x * tf.cast(train, tf.float32)

    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    train = tf.placeholder(tf.bool)  # HUB102
    y = network(x, train)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: [[1.0, 2.0, 3.0]], train: False}))


def training_computed():
    def network(x, train):
        return tf.layers.dropout(tf.layers.dense(x, 3), training=train)

    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    rate = tf.placeholder(tf.float32)  # HUB102
    y = network(x, rate > 0.0)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: [[1.0, 2.0, 3.0]], rate: 0.0}))


def variables_shown():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    y = tf.layers.dense(x, 3, name="hidden")
    variables = tf.trainable_variables("hidden")
    total = tf.add_n([tf.nn.l2_loss(v) for v in variables])
    loss = tf.reduce_mean(y) + total
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(train, {x: [[1.0, 2.0, 3.0]]})


def old_optimizer():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    y = tf.layers.dense(x, 3, name="hidden")
    loss = tf.reduce_mean(y)
    train = tf.train.AdagradOptimizer(0.1).minimize(loss, var_list=tf.trainable_variables("hidden"))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(train, {x: [[1.0, 2.0, 3.0]]})
