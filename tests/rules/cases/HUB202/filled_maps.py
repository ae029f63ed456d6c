# Maps that are filled item by item, or made by `dict`, and a signature without a method.
# note: the inputs or outputs at line 50 are not a dict that is written out

import tensorflow as tf
import tensorflow.compat.v1 as tf1

DEFAULT_KEY = tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY


def no_method():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        info = tf1.saved_model.build_tensor_info(x)  # HUB203
        signature = tf1.saved_model.build_signature_def({"x": info}, {"y": info})  # HUB203
        builder = tf1.saved_model.Builder("h")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.save()


def item_by_item():
    signatures = {}
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        y = x * 2
        inputs = dict(x=x)
        outputs = dict()
        outputs["y"] = y
        outputs["z"] = y + 1
        # What clients call.
        signatures["double"] = tf1.saved_model.predict_signature_def(inputs, outputs)  # HUB203
        builder = tf1.saved_model.Builder("double")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], signature_def_map=signatures)
    builder.save()


def initialized_one_by_one():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        weight = tf1.get_variable("weight", [], initializer=tf1.ones_initializer())
        bias = tf1.get_variable("bias", [], initializer=tf1.zeros_initializer())
        sess.run([weight.initializer, bias.initializer])
        tf1.saved_model.simple_save(sess, "line", {"x": x}, {"y": x * weight + bias})  # HUB201


def changed_otherwise(more):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        inputs = {"x": x}
        inputs.update(more)
        tf1.saved_model.simple_save(sess, "more", inputs, {"y": x * 2})  # HUB201


def named_key():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("named")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {DEFAULT_KEY: signature})
        builder.save(as_text=False)

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1

DEFAULT_KEY = tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY


def no_method():
    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
    def one(x):
        return {"y": x}

    module = tf.Module()
    module.one = one
    tf.saved_model.save(module, "h", signatures={"one": one})


def item_by_item():
    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
    def double(x):
        y = x * 2
        return {"y": y, "z": y + 1}

    # What clients call.
    module = tf.Module()
    module.double = double
    tf.saved_model.save(module, "double", signatures={"double": double})


def initialized_one_by_one():
    def build_graph(x):
        weight = tf1.get_variable("weight", [], initializer=tf1.ones_initializer())
        bias = tf1.get_variable("bias", [], initializer=tf1.zeros_initializer())
        return {"y": x * weight + bias}

    graph = tf1.wrap_function(build_graph, [tf.TensorSpec(shape=[None], dtype=tf.float32)])

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
    def serving_default(x):
        return graph(x)

    module = tf.Module()
    module.serving_default = serving_default
    module.graph_variables = graph.variables
    tf.saved_model.save(module, "line", signatures={"serving_default": serving_default})


def changed_otherwise(more):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        inputs = {"x": x}
        inputs.update(more)
        tf1.saved_model.simple_save(sess, "more", inputs, {"y": x * 2})  # HUB201


def named_key():
    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
    def serving_default(x):
        return {"y": x + 1}

    module = tf.Module()
    module.serving_default = serving_default
    tf.saved_model.save(module, "named", signatures={DEFAULT_KEY: serving_default})
