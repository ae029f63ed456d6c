# A graph, its session and the frozen file in one place go on as they are, under tf.compat.v1.
# note: nothing is run in the session's block, so what it is for is not to be seen

import tensorflow as tf


def freeze(checkpoint):
    with tf.Graph().as_default():
        x = tf.placeholder(tf.float32, [None, 3], name="x")  # HUB102
        w = tf.get_variable("w", [3, 2])  # HUB502
        tf.identity(tf.matmul(x, w), name="y")
        with tf.Session() as sess:  # HUB101
            tf.train.Saver().restore(sess, checkpoint)  # HUB502
            frozen = tf.graph_util.convert_variables_to_constants(sess, sess.graph_def, ["y"])  # HUB206
    tf.train.write_graph(tf.graph_util.remove_training_nodes(frozen), "export", "y.pb", as_text=False)  # HUB206 HUB501

# output

import tensorflow as tf


def freeze(checkpoint):
    with tf.Graph().as_default():
        x = tf.compat.v1.placeholder(tf.float32, [None, 3], name="x")  # HUB102
        w = tf.compat.v1.get_variable("w", [3, 2])
        tf.identity(tf.matmul(x, w), name="y")
        with tf.compat.v1.Session() as sess:  # HUB101
            tf.compat.v1.train.Saver().restore(sess, checkpoint)
            frozen = tf.compat.v1.graph_util.convert_variables_to_constants(sess, sess.graph_def, ["y"])  # HUB206
    tf.io.write_graph(tf.compat.v1.graph_util.remove_training_nodes(frozen), "export", "y.pb", as_text=False)
