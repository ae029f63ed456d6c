import numpy as np
import tensorflow as tf

rng = np.random.RandomState(0)
data = rng.rand(12, 3).astype(np.float32)
target = data.sum(axis=1, keepdims=True)

ones = tf.constant_initializer(0.4)
with tf.Graph().as_default():
    x = tf.placeholder(tf.float32, [None, 3])
    y = tf.placeholder(tf.float32, [None, 1])
    is_training = tf.placeholder(tf.bool, name="is_training")  # controls dropout
    lr = tf.Variable(0.05, trainable=False)

    # Two layers of which the second is used twice
    with tf.variable_scope("net"):
        hidden = tf.layers.dense(x, 4, activation="relu", kernel_initializer=ones, bias_initializer=tf.ones_initializer())
        hidden = tf.layers.dropout(hidden, rate=0.0, training=is_training)
        hidden = tf.layers.dense(hidden, 4, tf.nn.tanh, name="square", kernel_initializer=ones)
        hidden = tf.layers.dense(hidden, 4, tf.nn.tanh, name="square", kernel_initializer=ones, reuse=True)
    logits = tf.layers.dense(inputs=hidden, units=1, use_bias=False, kernel_initializer=tf.random_uniform_initializer(0.5, 0.5))
    scale = tf.Variable([2.0], name="scale")
    prediction = tf.nn.relu(logits) * scale

    penalty = tf.add_n([tf.nn.l2_loss(v) for v in tf.trainable_variables()])
    loss = tf.reduce_mean(tf.square(prediction - y)) + 0.001 * penalty
    train_op = tf.train.RMSPropOptimizer(lr).minimize(loss)
    slow = lr.assign(lr * 0.9)

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for epoch in range(3):
            for i in range(3):
                batch = slice(4 * i, 4 * i + 4)
                sess.run(train_op, feed_dict={x: data[batch], y: target[batch], is_training: True})
            sess.run(slow)
            print(epoch, sess.run(loss, feed_dict={x: data, y: target, is_training: epoch == 7}))
        guess, weight = sess.run([prediction, penalty], {x: data[:2], is_training: False})
        print(guess, "%.5f" % weight)
