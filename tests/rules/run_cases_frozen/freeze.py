"""Freezes the graph of a session, as programs for TensorFlow 1 did, and runs what it wrote."""

import numpy as np
import tensorflow as tf
from tensorflow.python.framework import graph_util

ROWS = np.arange(6, dtype=np.float32).reshape(2, 3)


def freeze(checkpoint):
    with tf.Graph().as_default():
        x = tf.placeholder(tf.float32, [None, 3], name="x")
        start = tf.constant_initializer([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
        weights = tf.get_variable("weights", [3, 2], initializer=start)
        logits = tf.identity(tf.matmul(x, weights), name="logits")
        tf.nn.softmax(logits, name="scores/softmax")
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            tf.train.Saver().save(sess, checkpoint)
            graph_def = sess.graph.as_graph_def()
            frozen = graph_util.convert_variables_to_constants(sess, graph_def, ["logits", "scores/softmax"])
    tf.train.write_graph(tf.graph_util.remove_training_nodes(frozen, ["logits"]), "frozen", "all.pb", as_text=False)
    tf.train.write_graph(tf.graph_util.extract_sub_graph(frozen, ["logits"]), "frozen", "logits.pb", as_text=False)
    return frozen


def run(file, *names):
    graph_def = tf.GraphDef()
    with open(file, "rb") as opened:
        graph_def.ParseFromString(opened.read())
    with tf.Graph().as_default(), tf.Session() as sess:
        tf.import_graph_def(graph_def, name="")
        nodes = [(node.name, node.op) for node in graph_def.node]
        return nodes, [value.tolist() for value in sess.run([f"{name}:0" for name in names], {"x:0": ROWS})]


frozen = freeze("checkpoint/model")
print([node.name for node in frozen.node])
print(run("frozen/all.pb", "logits", "scores/softmax"))
print(run("frozen/logits.pb", "logits"))
