"""Programs that load a model and run it: what they print before and after must be the same."""

import sys

import numpy as np
import tensorflow as tf

KIND = sys.argv[1]
IMAGE = [[1, 2, 3.5], [0.25, 0, -1]]
WORDS = "joined:0"


def show(*values):
    for value in values:
        value = np.asarray(value)
        print(value.dtype, value.shape, np.round(value, 4).tolist() if value.dtype.kind == "f" else value.tolist())


def signature(folder, value):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:
        meta_graph = tf.compat.v1.saved_model.loader.load(sess, [tf.saved_model.SERVING], folder)
        default = meta_graph.signature_def["serving_default"]
        x = default.inputs["x"].name
        show(sess.run(default.outputs["y"].name, feed_dict={x: value}))
        best, y = sess.run([default.outputs["best"].name, default.outputs["y"].name], {x: value})
    show(best, y)


def signature_map(folder, value, key="serving_default"):
    input_key = "x"
    best_key = "best"
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:
        meta_graph_def = tf.compat.v1.saved_model.loader.load(sess, [tf.saved_model.SERVING], folder)
        signature = meta_graph_def.signature_def
        x = sess.graph.get_tensor_by_name(signature[key].inputs[input_key].name)
        best = sess.graph.get_tensor_by_name(signature[key].outputs[best_key].name)
        show(sess.run(best, {x: value}))


def tagged(folder, value):
    graph = tf.Graph()
    with graph.as_default():
        sess = tf.compat.v1.Session(config=tf.compat.v1.ConfigProto(allow_soft_placement=True))
        model = tf.compat.v1.saved_model.load(sess, ["serve", KIND], folder)
        x = graph.get_tensor_by_name(model.signature_def["my-sig"].inputs["my-x"].name)
        y = graph.get_tensor_by_name(model.signature_def["my-sig"].outputs["y"].name)
        show(sess.run([y], {x: np.asarray(value)})[0], y.eval({x: np.asarray(value, np.float32)}, sess))
        sess.close()


def saved_by_name(folder):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:
        tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)
        x = sess.graph.get_tensor_by_name("x:0")
        half = sess.graph.get_operation_by_name("halves").outputs[1]
        for number in range(3):
            y, best = sess.run([half, "best:0"], {x: np.full([2, 3], number)})
            show(y, best)


def frozen(path, layer):
    tf.compat.v1.reset_default_graph()
    with tf.io.gfile.GFile(path, "rb") as f:
        graph_def = tf.compat.v1.GraphDef()
        graph_def.ParseFromString(f.read())
        tf.compat.v1.get_default_graph().as_default()
        _ = tf.import_graph_def(graph_def, name="")
    with tf.compat.v1.Session() as sess:
        y = sess.graph.get_tensor_by_name("y:0")
        print(y.shape.as_list(), y.dtype, y.name, len(sess.graph.get_operations()) > 10)
        show(sess.run(y, {"x:0": IMAGE}), sess.run(y, {"x:0": np.asarray(IMAGE, np.float64), "phase:0": True}))
        show(sess.run(layer + ":0", {"x:0": IMAGE, "times:0": 3}), *sess.run((y, "halves:0"), {"x:0": IMAGE}))
        show(sess.run(WORDS, {"words:0": ["a", "bc"]}), sess.run("joined:0", {"words:0": np.array([b"d"])}))


def load_graph(path):
    with open(path, "rb") as f:
        graph_def = tf.compat.v1.GraphDef.FromString(f.read())
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(graph_def)
    return graph


def returned(path, input_layer="x", output_layer="y"):
    graph = load_graph(path)
    x = graph.get_operation_by_name("import/" + input_layer)
    y = graph.get_operation_by_name("import/" + output_layer)
    with tf.compat.v1.Session(graph=graph) as sess:
        show(sess.run(y.outputs[0], {x.outputs[0]: IMAGE}))
    outputs = [y.outputs[0], graph.get_tensor_by_name("import/best:0")]
    with tf.compat.v1.Session(graph=graph) as sess:
        show(*sess.run(outputs, {"import/x:0": IMAGE}))


def meta(path):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:
        saver = tf.compat.v1.train.import_meta_graph(path + ".meta", clear_devices=True)
        sess.run(tf.compat.v1.global_variables_initializer())
        saver.restore(sess, path)
        x = graph.get_tensor_by_name("x:0")
        feed_dict = {x: IMAGE, "phase:0": False}
        outputs = sess.run({"y": "y:0", "best": graph.get_tensor_by_name("best:0")}, feed_dict=feed_dict)
        show(outputs["y"], outputs["best"])
        # Training goes on with what the checkpoint has.
        for _ in range(2):
            sess.run(graph.get_operation_by_name("train"), {x: IMAGE})
        show(sess.run("y:0", {x: IMAGE}))


class Frozen:
    INPUT = "net/x:0"

    def __init__(self, path):
        self.graph = tf.Graph()
        with self.graph.as_default():
            graph_def = tf.compat.v1.GraphDef()
            with tf.io.gfile.GFile(path, "rb") as f:
                graph_def.ParseFromString(f.read())
                tf.import_graph_def(graph_def, name="net")
        self.y = self.graph.get_tensor_by_name("net/y:0")
        self.sess = tf.compat.v1.Session(graph=self.graph)

    def predict(self, values):
        return [self.sess.run(self.y, feed_dict={self.INPUT: [value]})[0] for value in values]

    def names(self):
        return [operation.name for operation in self.graph.get_operations()][:2]


class Saved:
    def __init__(self, folder):
        self.session = tf.compat.v1.Session(graph=tf.Graph())
        model = tf.compat.v1.saved_model.loader.load(self.session, ["serve"], folder)
        signatures = model.signature_def
        self.signature = signatures["serving_default"]
        self.x = self.signature.inputs["x"].name

    def predict(self, value):
        return self.session.run(self.signature.outputs["y"].name, {self.x: value})

    def close(self):
        self.session.close()


signature(f"{KIND}/simple", IMAGE)
signature_map(f"{KIND}/simple", IMAGE)
tagged(f"{KIND}/saved", IMAGE)
saved_by_name(f"{KIND}/simple")
frozen(f"{KIND}/frozen.pb", "more")
returned(f"{KIND}/frozen.pb")
meta(f"{KIND}/model.ckpt")
model = Frozen(f"{KIND}/frozen.pb")
show(*model.predict(IMAGE))
print(model.names())
saved = Saved(f"{KIND}/simple")
show(saved.predict(IMAGE), saved.predict([[0, 0, 0]]))
saved.close()

graph = tf.Graph()
with graph.as_default():
    sess = tf.compat.v1.Session()
    loader = tf.compat.v1.train.import_meta_graph(f"{KIND}/model.ckpt.meta")
    loader.restore(sess, f"{KIND}/model.ckpt")
show(sess.run("loss:0", {"x:0": IMAGE}))
# What another program trains is not what this one has loaded.
meta(f"{KIND}/model.ckpt")
show(sess.run("loss:0", {"x:0": IMAGE}))
