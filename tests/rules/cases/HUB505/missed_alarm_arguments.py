# Arguments that moved are named, with the comments and brackets round them.

import tensorflow as tf

w = tf.get_variable("w", [3])  # HUB502
a = tf.argmax(  # HUB505
    x,
    1,  # rows
    ("best"),
)
b = tf.io.parse_single_example(record, features, "one")  # HUB505
c = tf.nn.weighted_moments(x, [0], w, "moments", True)  # HUB505
d = tf.confusion_matrix(labels, predictions, 3, tf.int32, "matrix", w)  # HUB501
e = tf.argmax(tf.argmax(x, 1, "inner"), 0, "outer")  # HUB505, HUB505

# output

import tensorflow as tf

w = tf.compat.v1.get_variable("w", [3])
a = tf.argmax(
    x,
    1,  # rows
    name=("best"),
)
b = tf.io.parse_single_example(record, features, name="one")
c = tf.nn.weighted_moments(x, [0], w, name="moments", keepdims=True)
d = tf.math.confusion_matrix(labels, predictions, 3, dtype=tf.int32, name="matrix", weights=w)
e = tf.argmax(tf.argmax(x, 1, name="inner"), 0, name="outer")
