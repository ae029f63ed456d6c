"""Freezes a checkpoint and a SavedModel with the tool that never was public."""

import tensorflow as tf
from tensorflow.python.tools import freeze_graph


def save():
    with tf.Graph().as_default(), tf.Session() as sess:
        x = tf.placeholder(tf.float32, [None, 3], name="x")
        start = tf.constant_initializer([[1.0], [2.0], [3.0]])
        weights = tf.get_variable("weights", [3, 1], initializer=start, use_resource=False)
        y = tf.identity(tf.matmul(x, weights), name="y")
        sess.run(tf.global_variables_initializer())
        tf.train.Saver().save(sess, "tool/model")
        tf.train.write_graph(sess.graph_def, "tool", "graph.pb", as_text=False)
        tf.saved_model.simple_save(sess, "tool/saved_model", {"x": x}, {"y": y})


save()
# The tool imports what it reads into the default graph.
with tf.Graph().as_default():
    freeze_graph.freeze_graph(
        "tool/graph.pb",
        "",
        True,
        "tool/model",
        "y",
        "save/restore_all",
        "save/Const:0",
        "tool/a.pb",
        True,
        "",
        variable_names_blacklist="",
    )
with tf.Graph().as_default():
    freeze_graph.freeze_graph(
        None, None, None, None, "y", None, None, "tool/b.pb", True, "", input_saved_model_dir="tool/saved_model"
    )
