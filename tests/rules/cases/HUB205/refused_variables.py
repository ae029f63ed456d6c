# The value of a variable is not to be had by its name from a graph that was imported, and a run without feeds may be one.
# note: line 11 feeds nothing: what it runs may be a variable, whose value is not to be had from a loaded graph by its name
# note: TensorFlow 2 does not take `in` (line 25) as the name of an input
# note: line 31 feeds nothing: what it runs may be a variable, whose value is not to be had from a loaded graph by its name

import tensorflow as tf

with tf.Session() as sess:  # HUB101
    saver = tf.train.import_meta_graph('model.meta')  # HUB205
    saver.restore(sess, 'model')
    print(sess.run('w:0'))
    graph = tf.get_default_graph()  # HUB502
    w = graph.get_tensor_by_name('w:0')
    print(sess.run(w))


def export(path):
    with tf.Session(graph=tf.Graph()) as sess:  # HUB101
        graph_def = tf.GraphDef()  # HUB502
        with tf.gfile.GFile("frozen.pb", "rb") as file:  # HUB501
            graph_def.ParseFromString(file.read())
        tf.import_graph_def(graph_def, name="")  # HUB205
        x = sess.graph.get_tensor_by_name("x:0")
        y = sess.graph.get_tensor_by_name("y:0")
        tf.saved_model.simple_save(sess, path, inputs={"in": x}, outputs={"out": y})  # HUB201


def loaded(path):
    with tf.Session(graph=tf.Graph()) as sess:  # HUB101
        tf.saved_model.loader.load(sess, ["serve"], path)  # HUB204
        return sess.run("w:0")

# output

import tensorflow as tf

tf.compat.v1.disable_v2_behavior()

with tf.compat.v1.Session() as sess:  # HUB101
    saver = tf.compat.v1.train.import_meta_graph('model.meta')  # HUB205
    saver.restore(sess, 'model')
    print(sess.run('w:0'))
    graph = tf.compat.v1.get_default_graph()
    w = graph.get_tensor_by_name('w:0')
    print(sess.run(w))


def export(path):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        graph_def = tf.compat.v1.GraphDef()
        with tf.io.gfile.GFile("frozen.pb", "rb") as file:
            graph_def.ParseFromString(file.read())
        tf.import_graph_def(graph_def, name="")  # HUB205
        x = sess.graph.get_tensor_by_name("x:0")
        y = sess.graph.get_tensor_by_name("y:0")
        tf.compat.v1.saved_model.simple_save(sess, path, inputs={"in": x}, outputs={"out": y})  # HUB201


def loaded(path):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        tf.compat.v1.saved_model.loader.load(sess, ["serve"], path)  # HUB204
        return sess.run("w:0")
