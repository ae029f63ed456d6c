# A file that holds TensorFlow 2 code cannot be run in graph mode: what needs a graph has no fix there.
# note: the file also holds TensorFlow 2 code, which cannot be run in graph mode

import tensorflow as tf

tf.random.set_seed(1)


@tf.function
def step(x):
    return x + tf.get_variable("w", [])  # HUB502


tf.get_default_graph()  # HUB502

# output

import tensorflow as tf

tf.random.set_seed(1)


@tf.function
def step(x):
    return x + tf.get_variable("w", [])  # HUB502


tf.compat.v1.get_default_graph()
