# What is run has to be an output that is fed with exactly the inputs, when the graph is complete.
# note: line 21 runs something that is not an output of the signature
# note: line 29 does not feed exactly the inputs of the signature
# note: line 37 runs the graph before it is complete
# note: line 46 feeds a tensor
# note: line 55 feeds the inputs in another order than the signature has
# note: line 64 trains the graph that is exported; export from a graph of its own, which restores a checkpoint
# note: line 75 uses the tensor `y` outside the graph
# note: line 85 runs several outputs in the middle of a statement
# note: line 92 opens a session while the graph is built

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def intermediate():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        half = x / 2
        y = half + 1
        print(sess.run(half, {x: 1}))
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201


def by_name():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, name="x")  # HUB102
        y = x + 1
        print(sess.run(y, {"x:0": 1}))
        tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201


def early():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        print(sess.run(y, {x: 1}))
        z = y + 1
        tf1.saved_model.simple_save(sess, "c", {"x": x}, {"y": y, "z": z})  # HUB201


def fed_with_a_tensor():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        print(sess.run(y, {x: sess.run(y, {x: 1})}))
        tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201


def in_another_order(values):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        a = tf1.placeholder(tf.float32)  # HUB102
        b = tf1.placeholder(tf.float32)  # HUB102
        y = a - b
        print(sess.run(y, {b: next(values), a: next(values)}))
        tf1.saved_model.simple_save(sess, "g", {"a": a, "b": b}, {"y": y})  # HUB201


def training():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        w = tf1.get_variable("w", [])
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(y))
        sess.run(tf1.global_variables_initializer())
        for _ in range(3):
            sess.run(train, {x: [1.0]})
        tf1.saved_model.simple_save(sess, "e", {"x": x}, {"y": y})  # HUB201


def evaluated():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        print(y.eval({x: 1}))
        tf1.saved_model.simple_save(sess, "f", {"x": x}, {"y": y})  # HUB201


def several_in_the_middle(numbers):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        z = x + 2
        for number in numbers:
            print(sess.run([y, z], {x: number}))
        tf1.saved_model.simple_save(sess, "several", {"x": x}, {"y": y, "z": z})  # HUB201


def session_while_building():
    def build():
        x = tf1.placeholder(tf.float32)  # HUB102
        with tf1.Session() as inner:  # HUB101
            print(inner.run(tf.constant(1)))
        return x, x + 1

    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x, y = build()
        tf1.saved_model.simple_save(sess, "building", {"x": x}, {"y": y})  # HUB201

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1
import tempfile


def intermediate():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        half = x / 2
        y = half + 1
        print(sess.run(half, {x: 1}))
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "a", signatures=dict(module.graph.signatures))


def by_name():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, name="x")  # HUB102
        y = x + 1
        print(sess.run(y, {"x:0": 1}))
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "b", signatures=dict(module.graph.signatures))


def early():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        print(sess.run(y, {x: 1}))
        z = y + 1
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y, "z": z})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "c", signatures=dict(module.graph.signatures))


def fed_with_a_tensor():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        print(sess.run(y, {x: sess.run(y, {x: 1})}))
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "d", signatures=dict(module.graph.signatures))


def in_another_order(values):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        a = tf1.placeholder(tf.float32)  # HUB102
        b = tf1.placeholder(tf.float32)  # HUB102
        y = a - b
        print(sess.run(y, {b: next(values), a: next(values)}))
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"a": a, "b": b}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "g", signatures=dict(module.graph.signatures))


def training():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        w = tf1.get_variable("w", [])
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_mean(y))
        sess.run(tf1.global_variables_initializer())
        for _ in range(3):
            sess.run(train, {x: [1.0]})
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "e", signatures=dict(module.graph.signatures))


def evaluated():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        print(y.eval({x: 1}))
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "f", signatures=dict(module.graph.signatures))


def several_in_the_middle(numbers):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        z = x + 2
        for number in numbers:
            print(sess.run([y, z], {x: number}))
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y, "z": z})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "several", signatures=dict(module.graph.signatures))


def session_while_building():
    def build():
        x = tf1.placeholder(tf.float32)
        print(tf.constant(1).numpy())
        return x, x + 1

    def build_graph():
        x, y = build()
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
    tf.saved_model.save(module, "building", signatures={"serving_default": serving_default})
