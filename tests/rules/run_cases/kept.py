"""Graphs that are trained in the session that exports them: they stay, and TensorFlow 2 saves what they wrote."""

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def model(x):
    weights = tf1.get_variable('weights', [2, 1], initializer=tf1.constant_initializer(0.5))
    return tf.squeeze(tf.matmul(x, weights), axis=1)


def train(export_dir, steps):
    with tf.Graph().as_default():
        x = tf1.placeholder(tf.float32, [None, 2], name='x')
        labels = tf1.placeholder(tf.float32, [None], name='labels')
        y = model(x)
        loss = tf.reduce_mean(tf.square(y - labels))
        step = tf1.train.AdamOptimizer(0.1).minimize(loss)
        with tf1.Session() as sess:
            sess.run(tf1.global_variables_initializer())
            for _ in range(steps):
                sess.run(step, {x: [[1., 2.], [3., 4.]], labels: [0., 1.]})
            tf1.saved_model.simple_save(sess, export_dir, inputs={'x': x}, outputs={'y': y})
    print('trained for', steps, 'steps')


def train_with_builder(steps):
    builder = tf1.saved_model.Builder('by_builder')
    with tf1.Session(graph=tf.Graph()) as sess:
        x = tf1.placeholder(tf.float32, [None, 2], name='x')
        y = model(x)
        step = tf1.train.MomentumOptimizer(0.1, 0.9).minimize(tf.reduce_mean(tf.square(y)))
        sess.run(tf1.global_variables_initializer())
        for _ in range(steps):
            sess.run(step, {x: [[1., 2.]]})
        builder.add_meta_graph_and_variables(
            sess, [tf.saved_model.SERVING],
            signature_def_map={'answer': tf1.saved_model.predict_signature_def({'x': x}, {'y': y})})
    builder.save()


train('by_simple_save', 5)
train_with_builder(3)
