"""Corners of Python in and round a graph: what is captured, mutated, shadowed, kept in order, or asked twice."""

import tensorflow as tf
import tensorflow.compat.v1 as tf1

with tf.Graph().as_default(), tf1.Session() as sess:
    x = tf1.placeholder(tf.float32, [None])
    n = 2
    scaled = lambda v, k=n: v * k
    n = 3
    y = scaled(x) + n
    tf1.saved_model.simple_save(sess, "out/default-argument", {"x": x}, {"y": y})


def folders():
    with tf.Graph().as_default(), tf1.Session() as sess:
        x = tf1.placeholder(tf.float32, [None])
        y = sum(x * i for i in range(3))
        yield "out/generator"
        tf1.saved_model.simple_save(sess, "out/generator", {"x": x}, {"y": y})
        yield "done"


print(list(folders()))

with tf.Graph().as_default(), tf1.Session() as sess:
    x = tf1.placeholder(tf.float32, [None])
    i = 0
    y = x
    while i < 3:
        if i == 1:
            i += 1
            continue
        y = y * 2 + i
        i += 1
    tf1.saved_model.simple_save(sess, "out/while", {"x": x}, {"y": y})

with tf.Graph().as_default(), tf1.Session() as sess:
    module = tf1.placeholder(tf.float32, [None])
    serving_default = module * 2
    tf1.saved_model.simple_save(sess, "out/our-names", {"module": module}, {"serving_default": serving_default})

with tf.Graph().as_default(), tf1.Session() as sess:
    x = tf1.placeholder(tf.float32, [None])

    def plus_one(x):
        y = x + 1
        return y

    y = plus_one((z := x * 3))
    assert sess.run(y, {x: [1.0]})[0] == 4.0
    value = sess.run(y, feed_dict={x: [1.0, 2.0]})
    tf1.saved_model.simple_save(sess, "out/nested-function", {"x": x}, {"y": y, "z": z})
    print(value, sess.run(y, {x: value}))


def branches(double, folder):
    try:
        if double:
            with tf.Graph().as_default(), tf1.Session() as sess:
                x = tf1.placeholder(tf.float32, [None])
                y = x * 2
                tf1.saved_model.simple_save(sess, folder, {"x": x}, {"y": y})
        else:
            with tf.Graph().as_default(), tf1.Session() as sess:
                x = tf1.placeholder(tf.float32, [None])
                y = x + 1
                tf1.saved_model.simple_save(sess, folder, {"x": x}, {"y": y})
    finally:
        print("written to", folder)


branches(True, "out/if")
branches(False, "out/else")


def shadowed(tf, input):
    with tf1.Graph().as_default(), tf1.Session() as sess:
        x = tf1.placeholder("float32", [None])
        max = tf1.reduce_max(x) * tf
        with tf1.name_scope("scope") as scope:
            shifted = tf1.identity(max + input, name=scope)
        tf1.saved_model.simple_save(sess, "out/shadowed", {"x": x}, {"max": max, "shifted": shifted})


shadowed(2.0, 1.0)


class Layers:
    """Layers that are kept in an object of the graph's own."""

    def __init__(self):
        self.made = []

    def add(self, tensor):
        self.made.append(tensor)
        return tensor


with tf.Graph().as_default(), tf1.Session() as sess:
    x = tf1.placeholder(tf.float32, [None])
    layers = Layers()
    for i in range(3):
        layers.add(x * i)
    first, *rest = layers.made
    y = first + tf.add_n(rest)
    y.set_shape([None])
    names = {f"layer-{at}": layer for at, layer in enumerate(layers.made)}
    y += names["layer-2"]
    tf1.saved_model.simple_save(sess, "out/object", {"x": x}, {"y": y})
