# Arguments that are not written out may be anything: of the old name they are a session, of the new one who knows.
# note: the arguments of the load at line 10 are not written out
# ignore: HUB501, HUB506, HUB514

import tensorflow as tf


def run(arguments):
    with tf.compat.v1.Session() as sess:  # HUB101
        tf.compat.v1.saved_model.loader.load(*arguments)  # HUB204
        print(sess.run("y:0"))
    return tf.saved_model.load(*arguments)
