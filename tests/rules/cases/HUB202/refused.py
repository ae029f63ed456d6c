# What `tf.saved_model.save` does not write, and what hublint does not follow.
# note: the signatures at line 22 are not one entry of a dict that is written out
# note: tf.saved_model.save writes the tag `serve` only, and line 31 asks for others
# note: main_op at line 40 (an init op, assets or a saver) has no part in this rewrite
# note: an argument at line 49 (an init op, assets or a saver) has no part in this rewrite
# note: line 59 uses the builder for more than one set of signatures
# note: the builder does not add exactly one graph with its variables
# note: the graph added at line 72 has no signature
# note: the key of the signature at line 81 is not a constant
# note: the builder is not a local name, or saves with arguments
# note: where the builder writes to is not to be seen at line 96

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def two_signatures():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("a")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature, "two": signature})
        builder.save()


def tags():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("b")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve", "gpu"], {"one": signature})
        builder.save()


def main_op():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("c")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature}, main_op=tf1.tables_initializer())
        builder.save()


def assets(files):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("d")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature}, files)
        builder.save()


def two_graphs():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("e")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.add_meta_graph(["train"])
        builder.save()


def no_graph():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        builder = tf1.saved_model.Builder("f")  # HUB202
        builder.save()


def no_signature():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        builder = tf1.saved_model.Builder("g")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"])
        builder.save()


def computed_key(key):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("h")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {key: signature})
        builder.save()


def as_text():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("i")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.save(as_text=True)


def from_elsewhere(make):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        builder = make("j") if make else tf1.saved_model.Builder("j")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {})
        builder.save()
