# Comments between arguments, brackets, trailing commas and nested calls that change both.

import tensorflow as tf

total = tf.reduce_sum(  # HUB504
    tf.reduce_max(x, keep_dims=True),  # HUB504
    # over the rows
    reduction_indices = (1),
    keep_dims \
        = True,  # stays two-dimensional
)
flat = tf.squeeze(  # HUB504
    tf.expand_dims(x, dim=0), squeeze_dims=[0])  # HUB504

# output

import tensorflow as tf

total = tf.reduce_sum(
    tf.reduce_max(x, keepdims=True),
    # over the rows
    axis = (1),
    keepdims \
        = True,  # stays two-dimensional
)
flat = tf.squeeze(
    tf.expand_dims(x, axis=0), axis=[0])
