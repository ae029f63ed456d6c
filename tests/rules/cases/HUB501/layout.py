# Comments, line breaks, brackets and trailing commas stay as they are.

import tensorflow as tf

x = tf.random_uniform(  # HUB501
    [3, 4],  # the shape
    # from zero
    minval=(0),
    maxval=1,
)
y = (
    tf  # HUB501
    .log(x)
)
z = tf.log(  # HUB501
    tf.lgamma(  # HUB501
        x  # positive
    )
); print(z)
w = tf . log (x)  # HUB501
v = tf.log(  # HUB501
  x, \
  name="v")

# output

import tensorflow as tf

x = tf.random.uniform(
    [3, 4],  # the shape
    # from zero
    minval=(0),
    maxval=1,
)
y = (
    tf.math.log(x)
)
z = tf.math.log(
    tf.math.lgamma(
        x  # positive
    )
); print(z)
w = tf.math.log (x)
v = tf.math.log(
  x, \
  name="v")
