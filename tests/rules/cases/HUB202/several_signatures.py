# Several signatures: one function under two keys, functions that share what builds the graph, and inputs of their own.

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def two_signatures():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("a")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature, "two": signature})
        builder.save()


def main_op():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("c")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature}, main_op=tf1.tables_initializer())
        builder.save()


def same_inputs(step):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        half = x / 2  # half of it
        less = half - 1
        halves = tf1.saved_model.predict_signature_def({"x": x}, {"half": half})  # HUB203
        both = tf1.saved_model.predict_signature_def({"x": x}, {"half": half, "less": less})  # HUB203
        # Where TensorFlow Serving looks.
        builder = tf1.saved_model.Builder(f"models/{step}")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"half": halves, "both": both})
        builder.save()


def other_inputs(checkpoint):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        scale = tf1.placeholder(tf.float32, [])  # HUB102
        y = x * tf1.get_variable("weight", [])
        z = y * scale
        tf1.train.Saver().restore(sess, checkpoint)
        plain = tf1.saved_model.predict_signature_def({"x": x}, {"y": y})  # HUB203
        scaled = tf1.saved_model.predict_signature_def({"x": x, "scale": scale}, {"y": z, "unscaled": y})  # HUB203
        builder = tf1.saved_model.Builder("both")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"plain": plain, "scaled": scaled})
        builder.save()
        first, second = sess.run([y, z], {x: [1.0], scale: 2.0})
        print(first, second)


def saved_behind_the_session():
    builder = tf1.saved_model.Builder("behind")  # HUB202
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        init = tf.group(tf1.tables_initializer(), name="legacy_init_op")
        builder.add_meta_graph_and_variables(
            sess,
            ["serve"],
            {"one": signature},
            tf1.get_collection(tf1.GraphKeys.ASSET_FILEPATHS),
            legacy_init_op=init,
        )
    builder.save()

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def two_signatures():
    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
    def one(x):
        return {"y": x + 1}

    module = tf.Module()
    module.one = one
    tf.saved_model.save(module, "a", signatures={"one": one, "two": one})


def main_op():
    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
    def one(x):
        return {"y": x + 1}

    module = tf.Module()
    module.one = one
    tf.saved_model.save(module, "c", signatures={"one": one})


def same_inputs(step):
    def build_graph(x):
        half = x / 2  # half of it
        less = half - 1
        return {"half": half, "less": less}

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
    def half_(x):
        results = build_graph(x)
        return {"half": results["half"]}

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
    def both(x):
        return build_graph(x)

    # Where TensorFlow Serving looks.
    module = tf.Module()
    module.half_ = half_
    module.both = both
    tf.saved_model.save(module, f"models/{step}", signatures={"half": half_, "both": both})


def other_inputs(checkpoint):
    def build_graph():
        x = tf1.placeholder(tf.float32, [None])
        scale = tf1.placeholder(tf.float32, [])
        y = x * tf1.get_variable("weight", [])
        z = y * scale
        return {"x": x, "y": y, "scale": scale, "z": z}

    graph = tf1.wrap_function(build_graph, [])
    tf1.train.Saver(graph.variables).restore(None, checkpoint)
    tensors = graph.structured_outputs
    run_plain = graph.prune([tensors["x"]], {"y": tensors["y"]})

    @tf.function(input_signature=[tf.TensorSpec.from_tensor(tensors["x"], name="x")])
    def plain(x):
        return run_plain(x)

    run_scaled = graph.prune(
        [tensors["x"], tensors["scale"]],
        {"y": tensors["z"], "unscaled": tensors["y"]},
    )

    @tf.function(input_signature=[
        tf.TensorSpec.from_tensor(tensors["x"], name="x"),
        tf.TensorSpec.from_tensor(tensors["scale"], name="scale"),
    ])
    def scaled(x, scale):
        return run_scaled(x, scale)

    module = tf.Module()
    module.plain = plain
    module.scaled = scaled
    module.graph_variables = graph.variables
    tf.saved_model.save(module, "both", signatures={"plain": plain, "scaled": scaled})
    results = scaled(tf.constant([1.0], tensors["x"].dtype), tf.constant(2.0, tensors["scale"].dtype))
    first, second = results["unscaled"].numpy(), results["y"].numpy()
    print(first, second)


def saved_behind_the_session():
    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
    def one(x):
        return {"y": x + 1}

    module = tf.Module()
    module.one = one
    tf.saved_model.save(module, "behind", signatures={"one": one})
