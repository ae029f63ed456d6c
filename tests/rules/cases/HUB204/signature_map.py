# The signatures in a variable, their keys and those of their tensors too: the variables are read as before.

import tensorflow as tf

EXPORT_DIR = "exported"
SIGNATURE_KEY = tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY
INPUT_KEY = "x_input"
OUTPUT_KEY = "y_output"

with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
    meta_graph_def = tf.compat.v1.saved_model.loader.load(sess, [tf.saved_model.SERVING], EXPORT_DIR)  # HUB204
    # The signatures of the model.
    signature = meta_graph_def.signature_def

    x_tensor_name = signature[SIGNATURE_KEY].inputs[INPUT_KEY].name
    y_tensor_name = signature[SIGNATURE_KEY].outputs[OUTPUT_KEY].name

    x = sess.graph.get_tensor_by_name(x_tensor_name)
    y = sess.graph.get_tensor_by_name(y_tensor_name)

    print(sess.run(y, {x: [[3.0, 4.0, 5.0]]}))


def key_behind_the_load(folder, value):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        model = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
        key = "predict"
        names = model.signature_def[key]
        x_name = model.signature_def[key].inputs["x"].name
        best, y = sess.run([names.outputs["best"].name, names.outputs["y"].name], {names.inputs["x"].name: value})
        print(sess.run(model.signature_def[key].outputs["y"].name, {x_name: value}))
    return best, y


class Predictor:
    def __init__(self, folder, key="serving_default"):
        self.sess = tf.compat.v1.Session(graph=tf.Graph())  # HUB101
        model = tf.compat.v1.saved_model.loader.load(self.sess, ["serve"], folder)  # HUB204
        self.signatures = model.signature_def
        input_key = "x"
        self.x = self.signatures[key].inputs[input_key].name
        self.y = self.signatures[key].outputs[OUTPUT_KEY].name

    def predict(self, x):
        return self.sess.run(self.y, {self.x: x})

# output

import tensorflow as tf

EXPORT_DIR = "exported"
SIGNATURE_KEY = tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY
INPUT_KEY = "x_input"
OUTPUT_KEY = "y_output"

loaded = tf.saved_model.load(EXPORT_DIR)
# The signatures of the model.
signature = loaded.signatures
predict = signature[SIGNATURE_KEY]

print(predict(**{INPUT_KEY: [[3.0, 4.0, 5.0]]})[OUTPUT_KEY].numpy())


def key_behind_the_load(folder, value):
    loaded = tf.saved_model.load(folder)
    key = "predict"
    predict = loaded.signatures[key]
    names = loaded.signatures[key]
    outputs = names(x=value)
    best, y = outputs["best"].numpy(), outputs["y"].numpy()
    print(predict(x=value)["y"].numpy())
    return best, y


class Predictor:
    def __init__(self, folder, key="serving_default"):
        loaded = tf.saved_model.load(folder)
        self.signatures = loaded.signatures
        self._predict = self.signatures[key]

    def predict(self, x):
        return self._predict(x=x)[OUTPUT_KEY].numpy()
