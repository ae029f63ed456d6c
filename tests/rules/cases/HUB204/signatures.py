# A signature becomes a function; the names of its tensors become keys, and comments stay.

import numpy as np
import tensorflow as tf


def one(folder, value):
    """Run one output."""
    # A session of its own.
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # in a graph  # HUB101
        meta_graph = tf.compat.v1.saved_model.loader.load(sess, [tf.saved_model.SERVING], folder)  # HUB204
        signature = meta_graph.signature_def[tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY]
        # The names of the tensors.
        x_name = signature.inputs["x"].name
        y_name = signature.outputs["y"].name

        return sess.run(y_name, feed_dict={x_name: value})
        # End of the session.


def several(folder, value):
    graph = tf.Graph()
    sess = tf.compat.v1.Session(graph=graph, config=tf.compat.v1.ConfigProto(allow_soft_placement=True))  # HUB101
    with sess.as_default():
        model = tf.compat.v1.saved_model.load(sess, {"serve", "gpu"}, folder)  # HUB204
        x = graph.get_tensor_by_name(model.signature_def["predict"].inputs["my-x"].name)
        y = graph.get_tensor_by_name(model.signature_def["predict"].outputs["y"].name)
        z = sess.graph.get_tensor_by_name(model.signature_def["predict"].outputs["z"].name)
        first, second = sess.run([y, z], {x: np.asarray(value)})
        both = sess.run((y, z), {x: np.asarray(value)})
        print(sess.run([y], {x: value})[0], y.eval({x: value}))
    sess.close()
    return first, second, both


class Predictor:
    """Keeps a session."""

    def __init__(self, folder):
        self.sess = None
        self.sess = tf.compat.v1.Session(graph=tf.Graph())  # HUB101
        loaded = tf.compat.v1.saved_model.loader.load(self.sess, ["serve"], folder)  # HUB204
        self.signature = loaded.signature_def["serving_default"]
        self.x = self.signature.inputs["x"].name

    def predict(self, x):
        return self.sess.run(self.signature.outputs["y"].name, {self.x: x})

    def close(self):
        self.sess.close()

# output

import numpy as np
import tensorflow as tf


def one(folder, value):
    """Run one output."""
    loaded = tf.saved_model.load(folder)
    signature = loaded.signatures[tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY]

    return signature(x=value)["y"].numpy()
    # End of the session.


def several(folder, value):
    loaded = tf.saved_model.load(folder, tags={"serve", "gpu"})
    predict = loaded.signatures["predict"]
    outputs = predict(**{"my-x": np.asarray(value)})
    first, second = outputs["y"].numpy(), outputs["z"].numpy()
    outputs = predict(**{"my-x": np.asarray(value)})
    both = (outputs["y"].numpy(), outputs["z"].numpy())
    print(predict(**{"my-x": value})["y"].numpy(), predict(**{"my-x": value})["y"].numpy())
    return first, second, both


class Predictor:
    """Keeps a session."""

    def __init__(self, folder):
        loaded = tf.saved_model.load(folder)
        self.signature = loaded.signatures["serving_default"]

    def predict(self, x):
        return self.signature(x=x)["y"].numpy()

    def close(self):
        pass
