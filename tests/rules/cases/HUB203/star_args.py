# Arguments that are not written out: reported, not rewritten.
# note: line 9 does not show which tensors the signature has

import tensorflow as tf

parts = [{}, {}]
with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
    x = tf.compat.v1.placeholder(tf.float32)  # HUB102
    signature = tf.compat.v1.saved_model.predict_signature_def(*parts)  # HUB203
    builder = tf.compat.v1.saved_model.Builder("out")  # HUB202
    builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
    builder.save()
