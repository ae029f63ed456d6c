# A graph of its own holds what is built in it, and what that calls; the rest of the program still needs the switch.
# note: nothing is run in the session's block, so what it is for is not to be seen

import tensorflow as tf


def layer(x):
    return x * tf.compat.v1.get_variable("w", [])


def export(path):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        layer(tf.compat.v1.placeholder(tf.float32))  # HUB102
        print(sess.graph, path)


if __name__ == "__main__":
    export("model")
    step = tf.compat.v1.get_variable("step", [], trainable=False)  # HUB514
    print(tf.compat.v1.train.Saver([step]))

# output

import tensorflow as tf

tf.compat.v1.disable_v2_behavior()


def layer(x):
    return x * tf.compat.v1.get_variable("w", [])


def export(path):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        layer(tf.compat.v1.placeholder(tf.float32))  # HUB102
        print(sess.graph, path)


if __name__ == "__main__":
    export("model")
    step = tf.compat.v1.get_variable("step", [], trainable=False)
    print(tf.compat.v1.train.Saver([step]))
