# A file that could be for either TensorFlow: a text where TensorFlow 2 has a type is not a TensorFlow 2 call.

import tensorflow as tf

best = tf.argmax(x, 1, "best")  # HUB505

# output

import tensorflow as tf

best = tf.argmax(x, 1, name="best")
