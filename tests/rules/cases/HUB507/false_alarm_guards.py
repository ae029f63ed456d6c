# Who provides for the lack of contrib has done so.

import tensorflow as tf

try:
    from tensorflow.contrib import slim
except ImportError:
    import tf_slim as slim

try:
    HParams = tf.contrib.training.HParams
except AttributeError:
    HParams = dict

if tf.__version__.startswith("1"):
    initializer = tf.contrib.layers.xavier_initializer()
else:
    initializer = tf.keras.initializers.GlorotUniform()

net = slim.conv2d(x, 64, [3, 3])
