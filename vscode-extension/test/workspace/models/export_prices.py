"""Exports a linear model of house prices for TensorFlow Serving."""
import shutil

import numpy as np
import tensorflow as tf

FEATURES = ['area', 'rooms', 'age']
COEFFICIENTS = np.array([[1.2], [0.35], [-0.1]], np.float32)


def predict(houses):
    prices = tf.matmul(tf.log(tf.nn.relu(houses) + 1.0), COEFFICIENTS)
    return tf.squeeze(prices, axis=1)


shutil.rmtree('exported/prices', ignore_errors=True)

with tf.Graph().as_default():
    with tf.Session() as session:
        houses = tf.placeholder(tf.float32, [None, len(FEATURES)], name='houses')
        prices = predict(houses)

        tf.saved_model.simple_save(
            session, 'exported/prices',
            inputs={'houses': houses},
            outputs={'prices': prices})
