# In a TensorFlow 2 file a position means what TensorFlow 2 has there.

import tensorflow as tf

tf.random.set_seed(1)
a = tf.argmax(x, 1, tf.int32)
b = tf.nn.embedding_lookup(table, ids, 1.0)
