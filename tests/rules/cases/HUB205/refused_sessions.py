# Sessions whose settings do something, or that are more than what runs the imported graph.
# note: the session at line 23 is made with `gpu_options`, which TensorFlow 2 sets for the whole process (see tf.config)
# note: the settings of the session at line 29 are not to be seen
# note: line 38 enters the session together with something else
# note: `sess` is something else at line 42
# note: line 53 uses `sess` for more than running the model
# note: line 60 runs the model in a session that is not made here
# note: line 67 calls `tf.compat.v1.summary.scalar`, which may belong to the same graph
# note: line 73 holds several statements
# note: line 79 runs the graph before the model is loaded
# note: line 88 deletes `sess`, which is gone then
# note: `session` (line 95) is global or nonlocal, so others may use it
# note: line 110 reads `model.sess`, which may be the attribute of the class
# note: line 116 reads `sess`, which goes with the session
# ignore: HUB514

import tensorflow as tf


def growing(graph_def):
    config = tf.compat.v1.ConfigProto(allow_soft_placement=True)
    config.gpu_options.allow_growth = True
    with tf.Graph().as_default(), tf.compat.v1.Session(config=config) as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print(sess.run("y:0"))


def unseen(graph_def, config):
    with tf.Graph().as_default(), tf.compat.v1.Session(config=config) as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print(sess.run("y:0"))


def together(graph_def, path):
    graph = tf.Graph()
    with graph.as_default():
        tf.import_graph_def(graph_def, name="")  # HUB205
    with open(path) as file, tf.compat.v1.Session(graph=graph) as sess:  # HUB101
        print(sess.run("y:0"), file.read())


def rebound(graph_def, sess):
    with tf.Graph().as_default():
        if sess is None:
            sess = tf.compat.v1.Session()  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print(sess.run("y:0"))


def handed_on(graph_def, run):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print(sess.run("y:0"), run(sess))


def evaluated(graph_def, other):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session():  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        y = graph.get_tensor_by_name("y:0")
        print(y.eval(session=other))


def built_on(graph_def):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        y = graph.get_tensor_by_name("y:0")
        tf.compat.v1.summary.scalar("x", 1)
        print(sess.run(y))


def semicolon(graph_def):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name=""); print("imported")  # HUB205
        print(sess.run("y:0"))


def early(graph_def):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        print(sess.run("y:0"))
        tf.import_graph_def(graph_def, name="")  # HUB205


def deleted(graph_def):
    with tf.Graph().as_default() as graph:
        tf.import_graph_def(graph_def, name="")  # HUB205
        sess = tf.compat.v1.Session()  # HUB101
        print(sess.run("y:0"), graph.get_operations())
        del sess


def shared(graph_def):
    global session
    with tf.Graph().as_default():
        tf.import_graph_def(graph_def, name="")  # HUB205
        session = tf.compat.v1.Session()  # HUB101
        print(session.run("y:0"))


class Kept:
    def __init__(self, graph_def):
        with tf.Graph().as_default():
            tf.import_graph_def(graph_def, name="")  # HUB205
            self.sess = tf.compat.v1.Session()  # HUB101

    def predict(self, value):
        return self.sess.run("y:0", {"x:0": value})


def session_of(model):
    return model.sess


def graph_handed_on(graph_def, show):
    sess = tf.compat.v1.Session()  # HUB101
    tf.import_graph_def(graph_def, name="")  # HUB205
    show(sess.graph)
    print(sess.run("y:0"))
