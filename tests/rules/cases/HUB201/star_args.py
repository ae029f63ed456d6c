# Arguments that are not written out: reported, not rewritten.
# note: the arguments of simple_save are not written out

import tensorflow as tf

folder = ["out"]
with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
    x = tf.compat.v1.placeholder(tf.float32)  # HUB102
    tf.compat.v1.saved_model.simple_save(sess, *folder, inputs={"x": x}, outputs={"y": x + 1})  # HUB201
