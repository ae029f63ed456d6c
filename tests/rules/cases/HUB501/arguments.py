# Another function that means the same: arguments get its names, and its values, as `tf.cast` asks for a type.

import tensorflow as tf

a = tf.to_float(x)  # HUB501
b = tf.to_int32(tf.ceil(x), name="whole")  # HUB501, HUB501
c = tf.count_nonzero(x, axis=1, keep_dims=True)  # HUB501
d = tf.string_split([x], " ")  # HUB502
e = tf.substr(x, 0, 3)  # HUB501
f = tf.substr(x, 0, 3, "head")  # HUB501

# output

import tensorflow as tf

a = tf.cast(x, tf.float32)
b = tf.cast(tf.math.ceil(x), name="whole", dtype=tf.int32)
c = tf.math.count_nonzero(x, axis=1, keepdims=True)
d = tf.compat.v1.string_split([x], " ")
e = tf.strings.substr(x, 0, 3)
f = tf.strings.substr(x, 0, 3, name="head")
