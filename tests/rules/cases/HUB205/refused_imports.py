# What joins an imported graph with another one, is imported in a way that is not followed, or is never run.
# note: `input_map` at line 19 joins the imported graph with another one
# note: `import_scope` at line 25 gives the graph other names than it was saved with
# note: the model is loaded in the loop or `try` of line 31
# note: nothing is run in the session after the model is loaded, so what it is for is not to be seen
# note: the variables of the graph imported at line 45 are not restored here
# note: line 54 restores a second checkpoint, or not into the session of this program
# note: line 63 restores the checkpoint somewhere else than the graph is imported
# note: line 73 gives the variables their initial values after the model's
# note: line 83 runs the graph where it may not be loaded
# note: line 88 stands in the body of a class, whose names a function does not see
# ignore: HUB514

import tensorflow as tf


def joined(graph_def, x):
    with tf.compat.v1.Session() as sess:  # HUB101
        y = tf.import_graph_def(graph_def, {"x": x}, return_elements=["y:0"])  # HUB205
        print(sess.run(y))


def renamed(path):
    with tf.compat.v1.Session() as sess:  # HUB101
        saver = tf.compat.v1.train.import_meta_graph(path + ".meta", import_scope="net")  # HUB205
        saver.restore(sess, path)
        print(sess.run("net/y:0"))


def looped(graph_defs):
    for graph_def in graph_defs:
        with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
            tf.import_graph_def(graph_def, name="")  # HUB205
            print(sess.run("y:0"))


def never_run(graph_def):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session():  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print([operation.name for operation in graph.get_operations()])


def not_restored(path):
    with tf.compat.v1.Session() as sess:  # HUB101
        tf.compat.v1.train.import_meta_graph(path + ".meta")  # HUB205
        sess.run(tf.compat.v1.global_variables_initializer())
        print(sess.run("y:0"))


def restored_twice(path):
    with tf.compat.v1.Session() as sess:  # HUB101
        saver = tf.compat.v1.train.import_meta_graph(path + ".meta")  # HUB205
        saver.restore(sess, path)
        saver.restore(sess, path + "-2")
        print(sess.run("y:0"))


def restored_later(path):
    sess = tf.compat.v1.Session()  # HUB101
    saver = tf.compat.v1.train.import_meta_graph(path + ".meta")  # HUB205

    def restore():
        saver.restore(sess, path)

    restore()
    print(sess.run("y:0"))


def initialized(path):
    with tf.compat.v1.Session() as sess:  # HUB101
        saver = tf.compat.v1.train.import_meta_graph(path + ".meta")  # HUB205
        saver.restore(sess, path)
        sess.run([tf.compat.v1.global_variables_initializer()])
        print(sess.run("y:0"))


def chosen(graph_def, wanted):
    graph = tf.Graph()
    with graph.as_default():
        if wanted:
            tf.import_graph_def(graph_def, name="")  # HUB205
    with tf.compat.v1.Session(graph=graph) as sess:  # HUB101
        print(sess.run("y:0"))


class Constants:
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(tf.compat.v1.GraphDef(), name="")  # HUB205
        value = sess.run("y:0")
