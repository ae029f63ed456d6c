# The graph that another function of the file has imported, and returned, is imported once more into a function.

import tensorflow as tf


def load_graph(path):
    graph_def = tf.compat.v1.GraphDef()
    with tf.io.gfile.GFile(path, "rb") as f:
        graph_def.ParseFromString(f.read())
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(graph_def)
    return graph


def run(path, value, input_layer="input", output_layer="output"):
    graph = load_graph(path)
    input_operation = graph.get_operation_by_name("import/" + input_layer)
    output_operation = graph.get_operation_by_name("import/" + output_layer)
    with tf.compat.v1.Session(graph=graph) as sess:  # HUB101
        return sess.run(output_operation.outputs[0], {input_operation.outputs[0]: value})

# output

import tensorflow as tf


def load_graph(path):
    graph_def = tf.compat.v1.GraphDef()
    with tf.io.gfile.GFile(path, "rb") as f:
        graph_def.ParseFromString(f.read())
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(graph_def)
    return graph


def run(path, value, input_layer="input", output_layer="output"):
    graph = load_graph(path)
    imported = tf.compat.v1.wrap_function(
        lambda: tf.graph_util.import_graph_def(graph.as_graph_def(), name=""),
        [],
    )
    input_operation = imported.graph.get_operation_by_name("import/" + input_layer)
    output_operation = imported.graph.get_operation_by_name("import/" + output_layer)
    predict = imported.prune(input_operation.outputs[0], output_operation.outputs[0])
    return predict(tf.constant(value, predict.inputs[0].dtype)).numpy()
