"""Trains y = 3 x + 1, keeps a checkpoint, and exports it as TensorFlow 1 programs do: Saver.restore, then simple_save."""
import shutil

import tensorflow as tf
import tensorflow.compat.v1 as tf1

checkpoint = 'checkpoints/linear'


def remove_dir(path):
    try:
        shutil.rmtree(path)
    except:
        pass


def scale(x):
    weight = tf1.get_variable('weight', shape=[], initializer=tf1.zeros_initializer())
    bias = tf1.get_variable('bias', shape=[], initializer=tf1.zeros_initializer())
    return weight * x + bias


def train(checkpoint):
    with tf.Graph().as_default():
        x = tf.constant([-1., 0., 1., 2.])
        target = tf.constant([-2., 1., 4., 7.])
        loss = tf.reduce_mean(tf.square(scale(x) - target))
        step = tf1.train.GradientDescentOptimizer(0.1).minimize(loss)
        saver = tf1.train.Saver()
        with tf1.Session() as sess:
            sess.run(tf1.global_variables_initializer())
            for _ in range(20):
                sess.run(step)
            print('loss after training: ', sess.run(loss))
            saver.save(sess, checkpoint)


train(checkpoint)

remove_dir('trained')

with tf.Graph().as_default():
    x = tf1.placeholder(tf.float32, shape=[None], name='x')
    y = scale(x)
    saver = tf1.train.Saver()
    with tf1.Session() as sess:
        saver.restore(sess, checkpoint)
        tf1.saved_model.simple_save(sess, 'trained', inputs={'x': x}, outputs={'y': y})
