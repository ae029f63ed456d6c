# Moving averages that TensorFlow 1 updates in other runs than those in which Keras would.
# select: HUB101, HUB102
# note: line 30 calls batch normalization in training and runs none of UPDATE_OPS, and Keras would change its moving averages; run them with the step, or call it with training=False
# note: line 46 calls batch normalization in training and runs none of UPDATE_OPS, and Keras would change its moving averages; run them with the step, or call it with training=False
# note: line 60 runs the updates of other layers than those that it calls in training
# note: line 74 updates the moving averages of `same` twice, in an order that TensorFlow 1 leaves open
# note: line 84 does more than to train behind the control dependencies of UPDATE_OPS
# note: line 93 makes a layer with `fused`, which is not followed
# note: line 101 makes a layer with `trainable`, which is not followed
# note: line 112: `tf.get_collection` asks for what was collected in the graph; name the tensors or variables
# note: line 123 groups something that is not an operation of this program
# note: line 130 keeps moving averages in a function that makes variables, and which runs update them is not followed; normalize with training=False there, or call it in the program itself

import numpy as np
import tensorflow.compat.v1 as tf

from project import others

data = np.ones([4, 3], np.float32)


def never_updated():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    training = tf.placeholder(tf.bool)  # HUB102
    h = tf.layers.batch_normalization(tf.layers.dense(x, 3), training=training)
    loss = tf.reduce_mean(tf.square(h))
    step = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: data, training: True})
        print(sess.run(loss, {x: data, training: False}))


def looked_at_in_training():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    is_training = tf.placeholder(tf.bool)  # HUB102
    h = tf.layers.batch_normalization(tf.layers.dense(x, 3), training=is_training)
    loss = tf.reduce_mean(tf.square(h))
    with tf.control_dependencies(tf.get_collection("update_ops")):
        step = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        for n in range(5):
            sess.run(step, {x: data, is_training: True})
            # the averages of the batch, on purpose
            print(sess.run(loss, {x: data, is_training: True}))


def updated_too_early():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    train_mode = tf.placeholder(tf.bool)  # HUB102
    h = tf.layers.batch_normalization(tf.layers.dense(x, 3), training=train_mode)
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    h = tf.layers.batch_normalization(tf.layers.dense(h, 3), training=train_mode)
    loss = tf.reduce_mean(tf.square(h))
    step = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    step = tf.group(step, *updates)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: data, train_mode: True})


def called_twice():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    in_training = tf.placeholder(tf.bool)  # HUB102
    h = tf.layers.batch_normalization(tf.layers.dense(x, 3), training=in_training, name="same")
    h = tf.layers.batch_normalization(tf.layers.dense(h, 3), training=in_training, name="same", reuse=True)
    loss = tf.reduce_mean(tf.square(h))
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    with tf.control_dependencies(updates):
        step = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: data, in_training: True})


def more_behind_them():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    learns = tf.placeholder(tf.bool)  # HUB102
    h = tf.layers.batch_normalization(tf.layers.dense(x, 3), training=learns)
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    with tf.control_dependencies(updates):
        # also where only the loss is run
        loss = tf.reduce_mean(tf.square(h))
        step = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: data, learns: True})


def not_fused():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    h = tf.layers.batch_normalization(x, fused=False)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def not_trained():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    h = tf.layers.batch_normalization(x, trainable=False)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(h, {x: data}))


def of_a_scope():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    with tf.variable_scope("net"):
        h = tf.layers.batch_normalization(tf.layers.dense(x, 3), training=True)
    loss = tf.reduce_mean(tf.square(h))
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS, scope="net")
    step = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run([step, updates], {x: data})


def with_others():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    h = tf.layers.batch_normalization(tf.layers.dense(x, 3), training=True)
    step = tf.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(h))
    step = tf.group(step, [others(), tf.get_collection(tf.GraphKeys.UPDATE_OPS)])
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: data})


def normal_net(x, training):
    return tf.layers.batch_normalization(tf.layers.dense(x, 3), training=training)


def in_a_function():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    loss = tf.reduce_mean(normal_net(x, True))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(step, {x: data})
