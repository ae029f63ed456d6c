# A class that imports the graph in one method and runs it in others keeps functions instead of a session.

import numpy as np
import tensorflow as tf


class DeepLabModel:
    """Class to load a deeplab model and run inference."""

    INPUT_TENSOR_NAME = "ImageTensor:0"
    OUTPUT_TENSOR_NAME = "SemanticPredictions:0"

    def __init__(self, path):
        """Creates and loads a pretrained deeplab model."""
        self.graph = tf.Graph()
        with tf.io.gfile.GFile(path, "rb") as f:
            graph_def = tf.compat.v1.GraphDef.FromString(f.read())

        with self.graph.as_default():
            tf.import_graph_def(graph_def, name="")  # HUB205

        self.sess = tf.compat.v1.Session(graph=self.graph)  # HUB101

    def run(self, image):
        """Runs inference on a single image."""
        batch_seg_map = self.sess.run(
            self.OUTPUT_TENSOR_NAME,
            feed_dict={self.INPUT_TENSOR_NAME: [np.asarray(image)]})
        return batch_seg_map[0]


class Classifier:
    def __init__(self, graph_def):
        with tf.Graph().as_default() as graph:
            tf.import_graph_def(graph_def, name="net")  # HUB205
            self.x = graph.get_tensor_by_name("net/x:0")
            self.y = graph.get_tensor_by_name("net/y:0")
            self.session = tf.compat.v1.Session()  # HUB101

    def predict(self, value):
        # In batches of one.
        return [self.session.run(self.y, {self.x: [one]})[0] for one in value]

    def names(self):
        return [operation.name for operation in self.session.graph.get_operations()]

# output

import numpy as np
import tensorflow as tf


class DeepLabModel:
    """Class to load a deeplab model and run inference."""

    INPUT_TENSOR_NAME = "ImageTensor:0"
    OUTPUT_TENSOR_NAME = "SemanticPredictions:0"

    def __init__(self, path):
        """Creates and loads a pretrained deeplab model."""
        with tf.io.gfile.GFile(path, "rb") as f:
            graph_def = tf.compat.v1.GraphDef.FromString(f.read())

        imported = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])
        self._predict = imported.prune(self.INPUT_TENSOR_NAME, self.OUTPUT_TENSOR_NAME)

    def run(self, image):
        """Runs inference on a single image."""
        batch_seg_map = self._predict(
            tf.constant([np.asarray(image)], self._predict.inputs[0].dtype),
        ).numpy()
        return batch_seg_map[0]


class Classifier:
    def __init__(self, graph_def):
        self._imported = tf.compat.v1.wrap_function(
            lambda: tf.import_graph_def(graph_def, name="net"),
            [],
        )
        self.x = self._imported.graph.get_tensor_by_name("net/x:0")
        self.y = self._imported.graph.get_tensor_by_name("net/y:0")
        self._predict = self._imported.prune(self.x, self.y)

    def predict(self, value):
        # In batches of one.
        return [self._predict(tf.constant([one], self.x.dtype)).numpy()[0] for one in value]

    def names(self):
        return [operation.name for operation in self._imported.graph.get_operations()]
