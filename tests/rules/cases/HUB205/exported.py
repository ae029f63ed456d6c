# A frozen graph that is imported and exported: the signature is a function round one that is pruned out of the graph.

import tensorflow as tf


def convert(graph_def, folder):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        image = graph.get_tensor_by_name("image:0")
        scores = graph.get_tensor_by_name("scores:0")
        # Write it.
        tf.compat.v1.saved_model.simple_save(sess, folder, {"image": image}, {"scores": scores})  # HUB201

# output

import tensorflow as tf


def convert(graph_def, folder):
    imported = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])
    image = imported.graph.get_tensor_by_name("image:0")
    scores = imported.graph.get_tensor_by_name("scores:0")
    # Write it.
    pruned = imported.prune([image], {"scores": scores})

    @tf.function(input_signature=[tf.TensorSpec.from_tensor(image, name="image")])
    def serving_default(image):
        return pruned(image)

    module = tf.Module()
    module.serving_default = serving_default
    tf.saved_model.save(module, folder, signatures={"serving_default": serving_default})
