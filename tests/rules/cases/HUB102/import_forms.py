# Every way to bring the functions into a file.
# ignore: HUB514

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import placeholder
from tensorflow.compat.v1 import placeholder_with_default as with_default
from tensorflow.compat import v1

a = tf.placeholder(tf.float32)  # HUB102
b = tensorflow.placeholder(tf.float32)  # HUB102
c = tf1.sparse_placeholder(tf.float32)  # HUB102
d = placeholder(tf.float32)  # HUB102
e = with_default([1.0], [None])  # HUB102
f = v1.placeholder(tf.float32)  # HUB102
make = tf.compat.v1.placeholder  # HUB102

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1 import placeholder_with_default as with_default
from tensorflow.compat import v1

a = v1.placeholder(tf.float32)  # HUB102
b = v1.placeholder(tf.float32)  # HUB102
c = tf1.sparse_placeholder(tf.float32)  # HUB102
d = v1.placeholder(tf.float32)  # HUB102
e = with_default([1.0], [None])  # HUB102
f = v1.placeholder(tf.float32)  # HUB102
make = tf.compat.v1.placeholder  # HUB102
