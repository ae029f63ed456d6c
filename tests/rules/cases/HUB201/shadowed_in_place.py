# Where a parameter is called `tf`, TensorFlow is imported under another name; an import in the function serves there.

import tensorflow.compat.v1 as tf1


def shadowed(tf):
    with tf1.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder("float32", [None])  # HUB102
        y = x * tf
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201


def imported():
    import tensorflow as tf

    with tf1.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        y = x * tf1.get_variable("w", [])
        tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201

# output

import tensorflow.compat.v1 as tf1
import tensorflow


def shadowed(tf):
    @tensorflow.function(input_signature=[
        tensorflow.TensorSpec(shape=[None], dtype="float32", name="x"),
    ])
    def serving_default(x):
        y = x * tf
        return {"y": y}

    module = tensorflow.Module()
    module.serving_default = serving_default
    tensorflow.saved_model.save(module, "a", signatures={"serving_default": serving_default})


def imported():
    import tensorflow as tf

    def build_graph(x):
        y = x * tf1.get_variable("w", [])
        return {"y": y}

    graph = tf1.wrap_function(build_graph, [tf.TensorSpec(shape=[None], dtype=tf.float32)])

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
    def serving_default(x):
        return graph(x)

    module = tf.Module()
    module.serving_default = serving_default
    module.graph_variables = graph.variables
    tf.saved_model.save(module, "b", signatures={"serving_default": serving_default})
