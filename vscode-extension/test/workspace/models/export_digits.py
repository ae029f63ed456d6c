"""Trains a classifier of handwritten digits and exports it for TensorFlow Serving."""
import argparse

import numpy as np
import tensorflow as tf

PIXELS = 28 * 28
DIGITS = 10


def classify(images):
    with tf.variable_scope('softmax', reuse=tf.AUTO_REUSE):
        weights = tf.get_variable('weights', [PIXELS, DIGITS], initializer=tf.zeros_initializer())
        bias = tf.get_variable('bias', [DIGITS], initializer=tf.zeros_initializer())
    return tf.matmul(images, weights) + bias


def batches(count, size=64, seed=7):
    random = np.random.RandomState(seed)
    for _ in range(count):
        yield random.rand(size, PIXELS), random.randint(DIGITS, size=size)


def train(steps, folder):
    images = tf.placeholder(tf.float32, [None, PIXELS], name='images')
    labels = tf.placeholder(tf.int64, [None], name='labels')
    logits = classify(images)
    loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
    step = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
    scores = tf.nn.softmax(logits, name='scores')

    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        for x, y in batches(steps):
            session.run(step, {images: x, labels: y})
        tf.saved_model.simple_save(session, folder, inputs={'images': images}, outputs={'scores': scores})


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--steps', type=int, default=20)
    parser.add_argument('--folder', default='exported/digits')
    arguments = parser.parse_args()
    train(arguments.steps, arguments.folder)
