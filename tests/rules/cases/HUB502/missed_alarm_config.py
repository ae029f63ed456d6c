# Protocol buffers of sessions, and attributes of what is called.

import tensorflow as tf

config = tf.ConfigProto(gpu_options=tf.GPUOptions(allow_growth=True))  # HUB502, HUB502
config.gpu_options.allow_growth = True
shape = tf.get_default_graph().get_tensor_by_name("x:0").get_shape()  # HUB502
train = tf.train.AdamOptimizer(1e-3).minimize(loss)  # HUB502

# output

import tensorflow as tf

config = tf.compat.v1.ConfigProto(gpu_options=tf.compat.v1.GPUOptions(allow_growth=True))
config.gpu_options.allow_growth = True
shape = tf.compat.v1.get_default_graph().get_tensor_by_name("x:0").get_shape()
train = tf.compat.v1.train.AdamOptimizer(1e-3).minimize(loss)
