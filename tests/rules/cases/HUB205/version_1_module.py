# A file that imports TensorFlow 1's module alone needs no other import, and the switch to graph mode goes.

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

PATH = "frozen.pb"


def run(path, value):
    graph_def = tf.GraphDef()
    with tf.gfile.GFile(path, "rb") as f:
        graph_def.ParseFromString(f.read())
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(graph_def, name="")  # HUB205
    with tf.Session(graph=graph) as sess:  # HUB101
        outputs = [graph.get_tensor_by_name("y:0")]
        return sess.run(outputs, {"x:0": value})


print(run(PATH, 1.0))

# output

import tensorflow.compat.v1 as tf

PATH = "frozen.pb"


def run(path, value):
    graph_def = tf.GraphDef()
    with tf.gfile.GFile(path, "rb") as f:
        graph_def.ParseFromString(f.read())
    imported = tf.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])
    outputs = [imported.graph.get_tensor_by_name("y:0")]
    predict = imported.prune("x:0", outputs)
    return tf.nest.map_structure(
        lambda output: output.numpy(),
        predict(tf.constant(value, predict.inputs[0].dtype)),
    )


print(run(PATH, 1.0))
