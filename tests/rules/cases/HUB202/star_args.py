# Arguments that are not written out: reported, not rewritten.
# note: the arguments of add_meta_graph_and_variables are not written out

import tensorflow as tf

arguments = [["serve"], {}]
with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
    x = tf.compat.v1.placeholder(tf.float32)  # HUB102
    builder = tf.compat.v1.saved_model.Builder("out")  # HUB202
    builder.add_meta_graph_and_variables(sess, *arguments)
    builder.save()
