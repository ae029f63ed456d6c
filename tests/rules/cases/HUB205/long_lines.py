# Long lines are broken at their brackets, and a function is not called like the one that it stands in.
# ignore: HUB514

import tensorflow as tf


class Evaluater:
    def __init__(self, graph_def):
        tf.import_graph_def(graph_def, name="")  # HUB205
        self.sess = tf.compat.v1.Session()  # HUB101
        graph = self.sess.graph

        self.pegs_tensor = graph.get_tensor_by_name("pegs:0")
        self.links_tensor = graph.get_tensor_by_name("links:0")
        self.locations_tensor = graph.get_tensor_by_name("locations:0")

        self.win_tensor = graph.get_tensor_by_name("win:0")
        self.logits_tensor = graph.get_tensor_by_name("logits:0")

    def evaluate(self, pegs, links, locations):
        feeds = {self.pegs_tensor: [pegs], self.links_tensor: [links], self.locations_tensor: [locations]}
        return self.sess.run([self.win_tensor, self.logits_tensor], feed_dict=feeds)


def predict(graph_def, image):
    tf.import_graph_def(graph_def, name="")  # HUB205
    with tf.compat.v1.Session() as sess:  # HUB101
        boxes, scores, classes, number = sess.run(
            ["detection_boxes:0", "detection_scores:0", "detection_classes:0", "num_detections:0"],
            {"image_tensor:0": image},
        )
    return boxes, scores, classes, number

# output

import tensorflow as tf


class Evaluater:
    def __init__(self, graph_def):
        imported = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])

        self.pegs_tensor = imported.graph.get_tensor_by_name("pegs:0")
        self.links_tensor = imported.graph.get_tensor_by_name("links:0")
        self.locations_tensor = imported.graph.get_tensor_by_name("locations:0")

        self.win_tensor = imported.graph.get_tensor_by_name("win:0")
        self.logits_tensor = imported.graph.get_tensor_by_name("logits:0")
        self._predict = imported.prune(
            [self.pegs_tensor, self.links_tensor, self.locations_tensor],
            [self.win_tensor, self.logits_tensor],
        )

    def evaluate(self, pegs, links, locations):
        return [
            output.numpy()
            for output in self._predict(
                tf.constant([pegs], self.pegs_tensor.dtype),
                tf.constant([links], self.links_tensor.dtype),
                tf.constant([locations], self.locations_tensor.dtype),
            )
        ]


def predict(graph_def, image):
    imported = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])
    run_model = imported.prune(
        "image_tensor:0",
        ["detection_boxes:0", "detection_scores:0", "detection_classes:0", "num_detections:0"],
    )
    boxes, scores, classes, number = (
        output.numpy() for output in run_model(tf.constant(image, run_model.inputs[0].dtype))
    )
    return boxes, scores, classes, number
