# Arguments that are not written out: reported, and the export is left alone.
# note: the arguments of the placeholder at line 8 are not written out

import tensorflow as tf

arguments = (tf.float32, [None])
with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
    x = tf.compat.v1.placeholder(*arguments)  # HUB102
    y = x + 1
    tf.compat.v1.saved_model.simple_save(sess, "out", {"x": x}, {"y": y})  # HUB201
