# Names of the graph that are used outside it: later, earlier in a loop, by a function, deleted, global, nonlocal.
# note: line 20 uses `y`, which the rewritten block no longer has
# note: line 26 uses `y`, which the rewritten block no longer has
# note: line 35 uses `y`, which the rewritten block no longer has
# note: line 49 deletes `x`, which the rewritten block no longer has
# note: `y` is global or nonlocal here, so others may use it
# note: line 78 uses the tensor `y` outside the graph
# note: line 85 keeps a part of the graph in `model`, which lives on outside
# note: line 90 stands in the body of a class, whose names a function does not see

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def later():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201
    return y


def earlier():
    for i in range(2):
        if i:
            print(y)
        with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
            x = tf1.placeholder(tf.float32)  # HUB102
            y = x + 1
            tf1.saved_model.simple_save(sess, f"b{i}", {"x": x}, {"y": y})  # HUB201


def closure():
    def show():
        print(y)

    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "c", {"x": x}, {"y": y})  # HUB201
    show()


def deleted():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201
    del x


def shared():
    global y
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "e", {"x": x}, {"y": y})  # HUB201


def outer():
    y = None

    def inner():
        nonlocal y
        with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
            x = tf1.placeholder(tf.float32)  # HUB102
            y = x + 1
            tf1.saved_model.simple_save(sess, "f", {"x": x}, {"y": y})  # HUB201

    inner()
    return y


def inside():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        print(y)
        tf1.saved_model.simple_save(sess, "g", {"x": x}, {"y": y})  # HUB201


def kept(model):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        model.y = x + 1
        tf1.saved_model.simple_save(sess, "h", {"x": x}, {"y": model.y})  # HUB201


class Body:
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "i", {"x": x}, {"y": y})  # HUB201

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1
import tempfile


def later():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201
    return y


def earlier():
    for i in range(2):
        if i:
            print(y)
        with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
            x = tf1.placeholder(tf.float32)  # HUB102
            y = x + 1
            tf1.saved_model.simple_save(sess, f"b{i}", {"x": x}, {"y": y})  # HUB201


def closure():
    def show():
        print(y)

    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "c", {"x": x}, {"y": y})  # HUB201
    show()


def deleted():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201
    del x


def shared():
    global y
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "e", {"x": x}, {"y": y})  # HUB201


def outer():
    y = None

    def inner():
        nonlocal y
        with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
            x = tf1.placeholder(tf.float32)  # HUB102
            y = x + 1
            tf1.saved_model.simple_save(sess, "f", {"x": x}, {"y": y})  # HUB201

    inner()
    return y


def inside():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        print(y)
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "g", signatures=dict(module.graph.signatures))


def kept(model):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        model.y = x + 1
        tf1.saved_model.simple_save(sess, "h", {"x": x}, {"y": model.y})  # HUB201


class Body:
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        tf1.saved_model.simple_save(sess, "i", {"x": x}, {"y": y})  # HUB201
