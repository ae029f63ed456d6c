"""Frozen graphs that are imported and exported: the SavedModels before and after must agree."""

import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None, 3], name="x"), tf.TensorSpec([], name="scale")])
def network(x, scale):
    h = tf.matmul(x, [[0.5, -1.0], [2.0, 0.25], [-0.75, 1.0]], name="h")
    return tf.nn.softmax(h * scale, name="y"), tf.argmax(h, 1, name="best")


def frozen():
    return network.get_concrete_function().graph.as_graph_def()


def simple(folder):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:
        tf.import_graph_def(frozen(), name="net")
        # The tensors.
        x = graph.get_tensor_by_name("net/x:0")
        scale = graph.get_tensor_by_name("net/scale:0")
        y = graph.get_tensor_by_name("net/y:0")
        tf.compat.v1.saved_model.simple_save(sess, folder, {"x": x, "scale": scale}, {"y": y})


simple("simple")

graph = tf.Graph()
with graph.as_default():
    tf.import_graph_def(frozen(), name="")
    images = graph.get_operation_by_name("x").outputs[0]
    best = graph.get_tensor_by_name("best:0")
    h = graph.get_tensor_by_name("h:0")
with tf.compat.v1.Session(graph=graph) as sess:
    builder = tf.compat.v1.saved_model.Builder("built")
    signature = tf.compat.v1.saved_model.build_signature_def(
        inputs={"images": tf.compat.v1.saved_model.build_tensor_info(images)},
        outputs={
            "best": tf.compat.v1.saved_model.build_tensor_info(best),
            "logits": tf.compat.v1.saved_model.build_tensor_info(h),
        },
        method_name="tensorflow/serving/predict",
    )
    inner = tf.compat.v1.saved_model.predict_signature_def({"h": h}, {"best": best})
    builder.add_meta_graph_and_variables(sess, ["serve"], {"classify": signature, "inner": inner})
    builder.save()
