# A session casts what it is fed as NumPy does; `tf.constant` raises `TypeError: Cannot convert 0 to EagerTensor of dtype
# bool`. Such a feed is not moved over as it is.
# note: line 21 feeds `training` what a session converts and `tf.constant` does not
# note: line 31 feeds `count` what a session converts and `tf.constant` does not

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def double(x):
    return x * 2


def whole_number_for_a_bool():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        training = tf1.placeholder(tf.bool, shape=[])  # HUB102
        x = tf1.placeholder(tf.float32, shape=[None])  # HUB102
        y = tf.where(training, double(x), x)
        print(
            sess.run(
                y, {training: 0, x: [1.0, 2.0]}
            )
        )
        tf1.saved_model.simple_save(sess, "a", {"training": training, "x": x}, {"y": y})  # HUB201


def fraction_for_a_whole_number():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        count = tf1.placeholder(tf.int32, shape=[])  # HUB102
        y = double(count)
        print(sess.run(y, {count: -2.0}))
        tf1.saved_model.simple_save(sess, "b", {"count": count}, {"y": y})  # HUB201

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1
import tempfile


def double(x):
    return x * 2


def whole_number_for_a_bool():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        training = tf1.placeholder(tf.bool, shape=[])  # HUB102
        x = tf1.placeholder(tf.float32, shape=[None])  # HUB102
        y = tf.where(training, double(x), x)
        print(
            sess.run(
                y, {training: 0, x: [1.0, 2.0]}
            )
        )
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"training": training, "x": x}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "a", signatures=dict(module.graph.signatures))


def fraction_for_a_whole_number():
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        count = tf1.placeholder(tf.int32, shape=[])  # HUB102
        y = double(count)
        print(sess.run(y, {count: -2.0}))
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf1.saved_model.simple_save(sess, graph_dir, {"count": count}, {"y": y})
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "b", signatures=dict(module.graph.signatures))
