# Initializers that take a type, or had another default, are TensorFlow 1's; the others are the same.

import tensorflow as tf

a = tf.get_variable("a", [3], initializer=tf.zeros_initializer())  # HUB502
b = tf.get_variable("b", [3], initializer=tf.zeros_initializer(dtype=tf.float16))  # HUB502, HUB506
c = tf.get_variable("c", [3], initializer=tf.ones_initializer)  # HUB502, HUB506
d = tf.get_variable("d", [3], initializer=tf.random_normal_initializer())  # HUB502, HUB506
e = tf.get_variable("e", [3], initializer=tf.random_normal_initializer(stddev=0.1, seed=1))  # HUB502, HUB506
f = tf.get_variable("f", [3], initializer=tf.constant_initializer(0.1))  # HUB502

# output

import tensorflow as tf

a = tf.compat.v1.get_variable("a", [3], initializer=tf.zeros_initializer())
b = tf.compat.v1.get_variable("b", [3], initializer=tf.compat.v1.zeros_initializer(dtype=tf.float16))
c = tf.compat.v1.get_variable("c", [3], initializer=tf.compat.v1.ones_initializer)
d = tf.compat.v1.get_variable("d", [3], initializer=tf.random_normal_initializer(stddev=1.0))
e = tf.compat.v1.get_variable("e", [3], initializer=tf.compat.v1.random_normal_initializer(stddev=0.1, seed=1))
f = tf.compat.v1.get_variable("f", [3], initializer=tf.constant_initializer(0.1))
