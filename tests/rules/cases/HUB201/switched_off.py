# A switch to graph mode goes with the last code that needs it.

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
with tf.Graph().as_default(), tf.Session() as sess:  # HUB101
    x = tf.placeholder(tf.float32)  # HUB102
    y = x + 1
    tf.saved_model.simple_save(sess, "out", {"x": x}, {"y": y})  # HUB201
with tf.Session() as sess:  # HUB101
    print(sess.run(tf.constant(1)))

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
print(tf.constant(1).numpy())
