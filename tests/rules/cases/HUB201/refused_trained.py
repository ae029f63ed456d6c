# A graph that is trained and exported, and cannot become functions: what keeps it from that stands above each.
# note: the session `tf1.get_default_session()` is not opened in this block
# note: the export folder is computed by the graph
# note: the placeholder at line 46 is needed but is not an input of the signature
# note: line 62 trains the graph that is exported; export from a graph of its own, which restores a checkpoint
# note: the placeholder at line 72 is needed but is not an input of the signature
# note: `[next(widths)]` at line 84 may be another value when it is asked for later
# note: line 101 trains the graph that is exported; export from a graph of its own, which restores a checkpoint
# note: line 113 trains the graph that is exported; export from a graph of its own, which restores a checkpoint
# note: line 128 runs something that may depend on variables or on chance, or be no tensor
# note: the session `sess` is not opened in this block
# note: line 140 trains the graph that is exported; export from a graph of its own, which restores a checkpoint

import tensorflow as tf
import tensorflow.compat.v1 as tf1


# why: line N exports a session that is not opened in this block
def given_session(xs):
    with tf.Graph().as_default():
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess = tf1.Session()  # HUB101
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        tf1.saved_model.simple_save(tf1.get_default_session(), "a", {"x": x}, {"y": y})  # HUB201


# why: line N computes with the graph where it exports to
def folder_of_the_graph(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        tf1.saved_model.simple_save(sess, "b/" + y.name, {"x": x}, {"y": y})  # HUB201


# why: the input `x` at line N is not a placeholder of this program
def computed_input(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        half = x / 2
        w = tf.Variable(1.0)
        y = half * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        tf1.saved_model.simple_save(sess, "c", {"x": half}, {"y": y})  # HUB201


# why: the output `w` at line N is a variable, an action or a constant, and no tensor
def variable_as_output(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y, "w": w})  # HUB201


# why: the placeholder at line N is needed but is not an input of the signature
def missing_input(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        rate = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w * rate
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs, rate: 1.0})
        tf1.saved_model.simple_save(sess, "e", {"x": x}, {"y": y})  # HUB201


# why: `[next(widths)]` at line N may be another value when it is asked for later
def other_shape(xs, widths):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [next(widths)])  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_sum(y))
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        tf1.saved_model.simple_save(sess, "f", {"x": x}, {"y": y})  # HUB201


# why: `y` at line N stands for another tensor where it is exported
def another_tensor(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        outputs = {"y": y}
        y = y * 2
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        tf1.saved_model.simple_save(sess, "g", {"x": x}, outputs)  # HUB201


# why: line N uses `inputs` in a way that is not followed
def by_description(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        inputs = {"x": x}
        tf1.saved_model.simple_save(sess, "h", inputs, {"y": y})  # HUB201
        print(sorted(inputs))


# why: line N uses `sess` in a way that is not followed
def under_a_condition(xs, last):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        if last:
            tf1.saved_model.simple_save(sess, "i", {"x": x}, {"y": y})  # HUB201


# why: line N uses `training` for more than to tell layers whether they are in training
def mode_as_an_input(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None, 3])  # HUB102
        training = tf1.placeholder(tf.bool)  # HUB102
        y = tf1.layers.dropout(tf1.layers.dense(x, 1), training=training)  # HUB510, HUB510
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_sum(y))
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs, training: True})
        tf1.saved_model.simple_save(sess, "j", {"x": x, "training": training}, {"y": y})  # HUB201

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow.compat.v1 as tf1
import tempfile


# why: line N exports a session that is not opened in this block
def given_session(xs):
    with tf.Graph().as_default():
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess = tf1.Session()  # HUB101
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        tf1.saved_model.simple_save(tf1.get_default_session(), "a", {"x": x}, {"y": y})  # HUB201


# why: line N computes with the graph where it exports to
def folder_of_the_graph(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        tf1.saved_model.simple_save(sess, "b/" + y.name, {"x": x}, {"y": y})  # HUB201


# why: the input `x` at line N is not a placeholder of this program
def computed_input(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        half = x / 2
        w = tf.Variable(1.0)
        y = half * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        tf1.saved_model.simple_save(sess, "c", {"x": half}, {"y": y})  # HUB201


# why: the output `w` at line N is a variable, an action or a constant, and no tensor
def variable_as_output(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y, "w": w})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "d", signatures=dict(module.graph.signatures))


# why: the placeholder at line N is needed but is not an input of the signature
def missing_input(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        rate = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w * rate
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs, rate: 1.0})
        tf1.saved_model.simple_save(sess, "e", {"x": x}, {"y": y})  # HUB201


# why: `[next(widths)]` at line N may be another value when it is asked for later
def other_shape(xs, widths):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [next(widths)])  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_sum(y))
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        tf1.saved_model.simple_save(sess, "f", {"x": x}, {"y": y})  # HUB201


# why: `y` at line N stands for another tensor where it is exported
def another_tensor(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        outputs = {"y": y}
        y = y * 2
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, outputs)
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "g", signatures=dict(module.graph.signatures))


# why: line N uses `inputs` in a way that is not followed
def by_description(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        inputs = {"x": x}
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, inputs, {"y": y})
        print(sorted(inputs))
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "h", signatures=dict(module.graph.signatures))


# why: line N uses `sess` in a way that is not followed
def under_a_condition(xs, last):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        w = tf.Variable(1.0)
        y = x * w
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(y)
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs})
        if last:
            tf1.saved_model.simple_save(sess, "i", {"x": x}, {"y": y})  # HUB201


# why: line N uses `training` for more than to tell layers whether they are in training
def mode_as_an_input(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None, 3])  # HUB102
        training = tf1.placeholder(tf.bool)  # HUB102
        y = tf1.layers.dropout(tf1.layers.dense(x, 1), training=training)
        train = tf1.train.GradientDescentOptimizer(0.1).minimize(tf.reduce_sum(y))
        sess.run(tf1.global_variables_initializer())
        sess.run(train, {x: xs, training: True})
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x, "training": training}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "j", signatures=dict(module.graph.signatures))
