# What means something else when the graph is built by a function, later.
# note: line 24 may change `sizes` after the graph was built with it
# note: line 32 may change `sizes` after the graph was built with it
# note: line 40 may change `n` after the graph was built with it
# note: line 49 returns, yields or breaks off in the middle of building the graph
# note: line 60 returns, yields or breaks off in the middle of building the graph
# note: line 72 prints or writes something in the middle of building the graph
# note: line 82 deletes or shares a name in the middle of building the graph
# note: line 91 builds a part of the graph that is not exported; export from a block of its own
# note: line 97 holds several statements
# note: line 106 reads `half` before the graph sets it
# note: the graph sets `scale` anew, which line 17 gives it from outside

import tensorflow as tf
import tensorflow.compat.v1 as tf1

scale = 2.0


def changed(sizes):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x * sizes[0]
        sizes[0] = 7
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201


def given_away(sizes):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, sizes)  # HUB102
        y = x * 2
        changed(sizes)
        tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201


def shape():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        n = 2
        x = tf1.placeholder(tf.float32, [n])  # HUB102
        n = 3
        y = x * 2
        tf1.saved_model.simple_save(sess, f"c{n}", {"x": x}, {"y": y})  # HUB201


def returned(flag):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        if flag:
            return
        else:
            y = x * 2
        tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201


def skipped(flags):
    for flag in flags:
        with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
            x = tf1.placeholder(tf.float32)  # HUB102
            if flag:
                continue
            else:
                y = x * 2
            tf1.saved_model.simple_save(sess, "e", {"x": x}, {"y": y})  # HUB201


def printed(flag):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x
        if flag:
            y = x * 2
            print("doubled")
        tf1.saved_model.simple_save(sess, "f", {"x": x}, {"y": y})  # HUB201


def forgotten():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x
        if scale:
            half = x / 2
            del half
            y = x * 2
        tf1.saved_model.simple_save(sess, "g", {"x": x}, {"y": y})  # HUB201


def extra():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x * 2
        tf.zeros([])
        tf1.saved_model.simple_save(sess, "h", {"x": x}, {"y": y})  # HUB201


def semicolons():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32); y = x * 2  # HUB102
        tf1.saved_model.simple_save(sess, "i", {"x": x}, {"y": y})  # HUB201


def uncertain(flag):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        if flag:
            half = x / 2
        y = x * half
        tf1.saved_model.simple_save(sess, "k", {"x": x}, {"y": y})  # HUB201


with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
    x = tf1.placeholder(tf.float32)  # HUB102
    scale = tf.constant(scale)
    y = x * scale
    tf1.saved_model.simple_save(sess, "j", {"x": x}, {"y": y})  # HUB201

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1
import tempfile

scale = 2.0


def changed(sizes):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x * sizes[0]
        sizes[0] = 7
        tf1.saved_model.simple_save(sess, "a", {"x": x}, {"y": y})  # HUB201


def given_away(sizes):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, sizes)  # HUB102
        y = x * 2
        changed(sizes)
        tf1.saved_model.simple_save(sess, "b", {"x": x}, {"y": y})  # HUB201


def shape():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        n = 2
        x = tf1.placeholder(tf.float32, [n])  # HUB102
        n = 3
        y = x * 2
        tf1.saved_model.simple_save(sess, f"c{n}", {"x": x}, {"y": y})  # HUB201


def returned(flag):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        if flag:
            return
        else:
            y = x * 2
        tf1.saved_model.simple_save(sess, "d", {"x": x}, {"y": y})  # HUB201


def skipped(flags):
    for flag in flags:
        with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
            x = tf1.placeholder(tf.float32)  # HUB102
            if flag:
                continue
            else:
                y = x * 2
            tf1.saved_model.simple_save(sess, "e", {"x": x}, {"y": y})  # HUB201


def printed(flag):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x
        if flag:
            y = x * 2
            print("doubled")
        tf1.saved_model.simple_save(sess, "f", {"x": x}, {"y": y})  # HUB201


def forgotten():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x
        if scale:
            half = x / 2
            del half
            y = x * 2
        tf1.saved_model.simple_save(sess, "g", {"x": x}, {"y": y})  # HUB201


def extra():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x * 2
        tf.zeros([])
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "h", signatures=dict(module.graph.signatures))


def semicolons():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32); y = x * 2  # HUB102
        tf1.saved_model.simple_save(sess, "i", {"x": x}, {"y": y})  # HUB201


def uncertain(flag):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        if flag:
            half = x / 2
        y = x * half
        tf1.saved_model.simple_save(sess, "k", {"x": x}, {"y": y})  # HUB201


with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
    x = tf1.placeholder(tf.float32)  # HUB102
    scale = tf.constant(scale)
    y = x * scale
    tf1.saved_model.simple_save(sess, "j", {"x": x}, {"y": y})  # HUB201
