# One name that TensorFlow 2 lacks, or has with another meaning, or the module handed on, keeps the import.

import tensorflow.compat.v1 as tf
import tensorflow.compat.v1 as tf1
import tensorflow.compat.v1 as tf2

print(tf.constant(1), tf.argmax([1.0, 2.0], 0, "largest"))
print(tf1.constant(1), tf1.get_default_graph())
print(tf2.constant(1), vars(tf2))
