# A file that knows TensorFlow under its version 1 only gets the import of the other, here right before the block.

import tensorflow.compat.v1 as tf
with tf.Graph().as_default(), tf.Session() as sess:  # HUB101
    x = tf.placeholder(tf.float32)  # HUB102
    y = x + 1
    tf.saved_model.simple_save(sess, "out", {"x": x}, {"y": y})  # HUB201

# output

import tensorflow as tf


@tf.function(input_signature=[
    tf.TensorSpec(shape=None, dtype=tf.float32, name="x"),
])
def serving_default(x):
    y = x + 1
    return {"y": y}


module = tf.Module()
module.serving_default = serving_default
tf.saved_model.save(module, "out", signatures={"serving_default": serving_default})
