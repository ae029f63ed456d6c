# In a loop the next round sets everything anew.

import tensorflow as tf
import tensorflow.compat.v1 as tf1

for size in (2, 3):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None, size])  # HUB102
        y = tf.reduce_sum(x, axis=1) * size
        tf1.saved_model.simple_save(sess, f"out/{size}", {"x": x}, {"y": y})  # HUB201

# output

import tensorflow as tf

for size in (2, 3):
    @tf.function(input_signature=[tf.TensorSpec(shape=[None, size], dtype=tf.float32, name="x")])
    def serving_default(x):
        y = tf.reduce_sum(x, axis=1) * size
        return {"y": y}

    module = tf.Module()
    module.serving_default = serving_default
    tf.saved_model.save(module, f"out/{size}", signatures={"serving_default": serving_default})
