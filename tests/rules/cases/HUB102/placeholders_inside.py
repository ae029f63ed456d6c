# Placeholders that are not simply assigned stay in the graph, which `wrap_function` builds, and are not reported there.

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def with_default():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder_with_default([1.0], [None])  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201


def unpacked():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x, z = tf1.placeholder(tf.float32), tf1.placeholder(tf.float32)  # HUB102, HUB102
        y = x + z
        tf1.saved_model.simple_save(sess, "g", {"x": x, "z": z}, {"y": y})  # HUB201


class Model:
    def __init__(self, width):
        self.image = tf1.placeholder(tf.float32, [None, width])  # HUB102
        self.scores = self.image * tf1.get_variable("scale", [])


def by_class(checkpoint):
    # The model of the last training run.
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        model = Model(3)
        tf1.train.Saver().restore(sess, checkpoint)
        tf1.saved_model.simple_save(sess, "model", {"image": model.image}, {"scores": model.scores})  # HUB201


class Trained:
    def __init__(self):
        self.x = tf1.placeholder(tf.float32, [None])  # HUB102
        self.y = self.x * tf1.get_variable("slope", [])
        self.step = tf1.train.AdamOptimizer().minimize(tf.reduce_mean(self.y))


def with_optimizer(checkpoint):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        trained = Trained()
        tf1.train.Saver().restore(sess, checkpoint)
        tf1.saved_model.simple_save(sess, "trained", {"x": trained.x}, {"y": trained.y})  # HUB201


def default_inside():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        keep = tf1.placeholder_with_default(1.0, [])  # HUB102
        y = x * keep
        tf1.saved_model.simple_save(sess, "kept", {"x": x}, {"y": y})  # HUB201

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def with_default():
    def build_graph():
        x = tf1.placeholder_with_default([1.0], [None])
        y = x + 1
        return {"x": x, "y": y}

    graph = tf1.wrap_function(build_graph, [])
    tensors = graph.structured_outputs
    run_serving_default = graph.prune([tensors["x"]], {"y": tensors["y"]})

    @tf.function(input_signature=[tf.TensorSpec.from_tensor(tensors["x"], name="x")])
    def serving_default(x):
        return run_serving_default(x)

    module = tf.Module()
    module.serving_default = serving_default
    module.graph_variables = graph.variables
    tf.saved_model.save(module, "a", signatures={"serving_default": serving_default})


def unpacked():
    def build_graph():
        x, z = tf1.placeholder(tf.float32), tf1.placeholder(tf.float32)
        y = x + z
        return {"x": x, "z": z, "y": y}

    graph = tf1.wrap_function(build_graph, [])
    tensors = graph.structured_outputs
    run_serving_default = graph.prune([tensors["x"], tensors["z"]], {"y": tensors["y"]})

    @tf.function(input_signature=[
        tf.TensorSpec.from_tensor(tensors["x"], name="x"),
        tf.TensorSpec.from_tensor(tensors["z"], name="z"),
    ])
    def serving_default(x, z):
        return run_serving_default(x, z)

    module = tf.Module()
    module.serving_default = serving_default
    module.graph_variables = graph.variables
    tf.saved_model.save(module, "g", signatures={"serving_default": serving_default})


class Model:
    def __init__(self, width):
        self.image = tf1.placeholder(tf.float32, [None, width])
        self.scores = self.image * tf1.get_variable("scale", [])


def by_class(checkpoint):
    # The model of the last training run.
    def build_graph():
        model = Model(3)
        return {"image": model.image, "scores": model.scores}

    graph = tf1.wrap_function(build_graph, [])
    tf1.train.Saver(graph.variables).restore(None, checkpoint)
    tensors = graph.structured_outputs
    run_serving_default = graph.prune([tensors["image"]], {"scores": tensors["scores"]})

    @tf.function(input_signature=[tf.TensorSpec.from_tensor(tensors["image"], name="image")])
    def serving_default(image):
        return run_serving_default(image)

    module = tf.Module()
    module.serving_default = serving_default
    module.graph_variables = graph.variables
    tf.saved_model.save(module, "model", signatures={"serving_default": serving_default})


class Trained:
    def __init__(self):
        self.x = tf1.placeholder(tf.float32, [None])
        self.y = self.x * tf1.get_variable("slope", [])
        self.step = tf1.train.AdamOptimizer().minimize(tf.reduce_mean(self.y))


def with_optimizer(checkpoint):
    def build_graph():
        trained = Trained()
        return {"x": trained.x, "y": trained.y}

    graph = tf1.wrap_function(build_graph, [])
    tf1.train.Saver(graph.variables).restore(None, checkpoint)
    tensors = graph.structured_outputs
    run_serving_default = graph.prune([tensors["x"]], {"y": tensors["y"]})

    @tf.function(input_signature=[tf.TensorSpec.from_tensor(tensors["x"], name="x")])
    def serving_default(x):
        return run_serving_default(x)

    module = tf.Module()
    module.serving_default = serving_default
    module.graph_variables = graph.graph.get_collection(tf1.GraphKeys.GLOBAL_VARIABLES)
    tf.saved_model.save(module, "trained", signatures={"serving_default": serving_default})


def default_inside():
    def build_graph():
        x = tf1.placeholder(tf.float32, [None])
        keep = tf1.placeholder_with_default(1.0, [])
        y = x * keep
        return {"x": x, "y": y}

    graph = tf1.wrap_function(build_graph, [])
    tensors = graph.structured_outputs
    run_serving_default = graph.prune([tensors["x"]], {"y": tensors["y"]})

    @tf.function(input_signature=[tf.TensorSpec.from_tensor(tensors["x"], name="x")])
    def serving_default(x):
        return run_serving_default(x)

    module = tf.Module()
    module.serving_default = serving_default
    module.graph_variables = graph.variables
    tf.saved_model.save(module, "kept", signatures={"serving_default": serving_default})
