# The same call by every import; the third argument was the name, and is the type in TensorFlow 2.

import tensorflow
import tensorflow as tf
from tensorflow import argmax as best
from tensorflow import math

x = tf.get_variable("x", [3, 3])  # HUB502
a = tensorflow.argmax(x, 1, "a")  # HUB505
b = tf.argmin(x, 1, "b")  # HUB505
c = best(x, 1, "c")  # HUB505
d = math.argmax(x, 1, "d")  # HUB505

# output

import tensorflow
import tensorflow as tf
from tensorflow import argmax as best
from tensorflow import math

x = tf.compat.v1.get_variable("x", [3, 3])
a = tensorflow.argmax(x, 1, name="a")
b = tf.argmin(x, 1, name="b")
c = best(x, 1, name="c")
d = math.argmax(x, 1, name="d")
