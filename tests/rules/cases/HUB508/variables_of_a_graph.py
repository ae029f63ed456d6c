# Variables that are made in TensorFlow 1 code stay those of TensorFlow 1, also by their private names.

import tensorflow as tf
from tensorflow.python.ops import variable_scope, variables

rate = tf.get_variable("rate", [])  # HUB502
step = variable_scope.variable(0, trainable=False)  # HUB508
loss = variables.VariableV1(0.0)  # HUB508
print(isinstance(step, variables.VariableV1))  # HUB508

# output

import tensorflow as tf

rate = tf.compat.v1.get_variable("rate", [])
step = tf.compat.v1.Variable(0, trainable=False)
loss = tf.compat.v1.Variable(0.0)
print(isinstance(step, tf.Variable))
