# Two models in one function: which of them a session runs is the author's to say.
# note: line 11 loads another model, so which one a session runs is not to be seen
# note: line 12 loads another model, so which one a session runs is not to be seen
# ignore: HUB514

import tensorflow as tf


def run(one, other):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(one, name="one")  # HUB205
        tf.import_graph_def(other, name="other")  # HUB205
        print(sess.run("one/y:0"), sess.run("other/y:0"))
