# TensorFlow 2.15 comes with Keras 2.
# target: tf=2.15
# select: HUB310

import keras
import tensorflow as tf
import tensorflow_hub as hub

one = tf.keras.Sequential([hub.KerasLayer("published/1")])
two = keras.Sequential([hub.KerasLayer("published/1")])
