# Runs that fetch or feed what is not certainly a tensor of the graph, or cannot be made a function of once.
# note: line 25 gives `run` arguments that are not written out, or that TensorFlow 2 has not
# note: the feeds of line 31 are not a dict that is written out just before
# note: the feeds of line 37 are not a dict that is written out
# note: the feeds of line 45 are not a dict that is written out just before
# note: line 51 feeds or fetches something that is not certainly a tensor of the loaded graph
# note: line 57 looks up an operation where it is run, by a name that is not a constant
# note: `y` (line 65) is not set once, on the straight way behind the load
# note: line 72 runs a tensor whose name `number` changes
# note: line 80 runs a tensor whose name `layer` only the caller knows
# note: line 89 feeds or fetches something that is not certainly a tensor of the loaded graph
# note: line 100 runs what line 95 loads and another method runs too
# note: line 113 runs a tensor whose name `output` another method sets
# note: the method at line 121 loads what others run, and has no `self` to keep it
# note: line 131 feeds `None`, of which TensorFlow 2 makes no tensor
# note: line 137 feeds `None`, of which TensorFlow 2 makes no tensor
# ignore: HUB514

import tensorflow as tf


def options(graph_def, options):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print(sess.run("y:0", options=options))


def unknown_feeds(graph_def, feeds):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print(sess.run("y:0", feeds))


def other_feeds(graph_def, feeds):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print(sess.run("y:0", {**feeds}))


def changed_feeds(graph_def, value):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        feeds = {"x:0": value}
        value = 2
        print(sess.run("y:0", feeds), value)


def operation(graph_def):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print(sess.run("init"))


def operation_by_name(graph_def, name):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print(sess.run(graph.get_operation_by_name(name).outputs[0]))


def changing(graph_def, names):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        for name in names:
            y = graph.get_tensor_by_name(name)
            print(sess.run(y))


def changing_name(graph_def):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        for number in range(3):
            print(sess.run(f"y_{number}:0"))


def asked(graph_def):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205

        def run(layer):
            return sess.run(layer + ":0")

        print(run("y"))


def computed(graph_def):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        y = graph.get_tensor_by_name("y:0")
        print(sess.run(y + 1))


class Both:
    def __init__(self, graph_def):
        with tf.Graph().as_default():
            tf.import_graph_def(graph_def, name="")  # HUB205
            self.sess = tf.compat.v1.Session()  # HUB101
        print(self.sess.run("y:0", {"x:0": 0}))

    def predict(self, value):
        return self.sess.run("y:0", {"x:0": value})


class SetElsewhere:
    def __init__(self, graph_def):
        with tf.Graph().as_default():
            tf.import_graph_def(graph_def, name="")  # HUB205
            self.sess = tf.compat.v1.Session()  # HUB101

    def choose(self):
        self.output = "y:0"

    def predict(self, value):
        return self.sess.run(self.output, {"x:0": value})


class Static:
    def __init__(self):
        self.sess = tf.compat.v1.Session()  # HUB101

    @staticmethod
    def load(graph_def):
        tf.import_graph_def(graph_def, name="")  # HUB205

    def predict(self, value):
        return self.sess.run("y:0", {"x:0": value})


def fed_nothing(graph_def, value):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print(sess.run("y:0", {"x:0": value, "training:0": None}))


def fed_nothing_in_a_list(graph_def):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print(sess.run("y:0", {"x:0": [[1.0, None]]}))
