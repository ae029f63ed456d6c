# Arguments that are not written out do not hide the function, but what it imports, and how.
# note: the arguments of the load at line 10 are not written out
# ignore: HUB514

import tensorflow as tf


def run(arguments):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(*arguments)  # HUB205
        print(sess.run("y:0"))
