# The same variable for one tensor after the other makes two functions, each where its tensor is.

import tensorflow as tf


def run(graph_def, value):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        y = graph.get_tensor_by_name("a:0")
        print(y.shape)
        first = sess.run(y, {"x:0": value})
        y = graph.get_tensor_by_name("b:0")
        print(y.shape)
        return first, sess.run(y, {"x:0": value})

# output

import tensorflow as tf


def run(graph_def, value):
    imported = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])
    y = imported.graph.get_tensor_by_name("a:0")
    predict = imported.prune("x:0", y)
    print(y.shape)
    first = predict(tf.constant(value, predict.inputs[0].dtype)).numpy()
    y = imported.graph.get_tensor_by_name("b:0")
    predict_y = imported.prune("x:0", y)
    print(y.shape)
    return first, predict_y(tf.constant(value, predict_y.inputs[0].dtype)).numpy()
