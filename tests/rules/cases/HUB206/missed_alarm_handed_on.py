# A function that is handed on, as a default or under another name, is reported where it is named.
# select: HUB206

import tensorflow as tf

freeze = tf.compat.v1.graph_util.convert_variables_to_constants  # HUB206


def export(sess, convert=tf.graph_util.convert_variables_to_constants):  # HUB206
    return convert(sess, sess.graph_def, ["y"]), freeze(sess, sess.graph_def, ["y"])  # HUB206

# output

import tensorflow as tf

freeze = tf.compat.v1.graph_util.convert_variables_to_constants  # HUB206


def export(sess, convert=tf.compat.v1.graph_util.convert_variables_to_constants):  # HUB206
    return convert(sess, sess.graph_def, ["y"]), freeze(sess, sess.graph_def, ["y"])  # HUB206
