# What `tf.saved_model.save` does not write, and what hublint does not follow.
# note: tf.saved_model.save writes the tag `serve` only, and line 27 asks for others
# note: `files` is not made in this block
# note: line 46 gives the builder a second set of tags, and tf.saved_model.save writes one
# note: the builder does not add exactly one graph with its variables
# note: the graph added at line 59 has no signature
# note: the key of the signature at line 68 is not a constant
# note: line 78 saves as text, which tf.saved_model.save does not, or does not say how it saves
# note: where the builder writes to is not to be seen at line 83
# note: the saver at line 93 may keep variables out of the export
# note: the signatures at line 101 are not a dict that is written out
# note: `signature` gets its value at line 108 in a way that is not followed
# note: line 121 exports files as assets, which belong on the tf.Module as `tf.saved_model.Asset`
# note: line 127 opens another graph or session between the parts of the export
# note: nothing is run in the session's block, so what it is for is not to be seen
# note: line 146 runs outputs of several signatures at once

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def tags():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("b")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve", "gpu"], {"one": signature})
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


def own_saver(saver):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("k")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature}, saver=saver)
        builder.save()


def built_signatures():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        builder = tf1.saved_model.Builder("l")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], dict([("one", x)]))
        builder.save()


def bound_otherwise(pairs):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        for key, signature in pairs:
            print(key)
        builder = tf1.saved_model.Builder("m")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.save()


def real_assets():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.string)  # HUB102
        names = [tf.constant("names.txt")]
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + "1"})  # HUB203
        builder = tf1.saved_model.Builder("n")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature}, names)
        builder.save()


def session_in_between():
    builder = tf1.saved_model.Builder("o")  # HUB202
    with tf.Graph().as_default(), tf1.Session() as other:  # HUB101
        print(other.run(tf.constant(1)))
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
    builder.save()


def runs_two_signatures():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        z = x + 2
        one = tf1.saved_model.predict_signature_def({"x": x}, {"y": y})  # HUB203
        two = tf1.saved_model.predict_signature_def({"x": x}, {"z": z})  # HUB203
        builder = tf1.saved_model.Builder("p")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": one, "two": two})
        builder.save()
        print(sess.run([y, z], {x: 1.0}))

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1
import tempfile


def tags():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("b")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve", "gpu"], {"one": signature})
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


def own_saver(saver):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder = tf1.saved_model.Builder("k")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature}, saver=saver)
        builder.save()


def built_signatures():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        builder = tf1.saved_model.Builder("l")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], dict([("one", x)]))
        builder.save()


def bound_otherwise(pairs):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        for key, signature in pairs:
            print(key)
        builder = tf1.saved_model.Builder("m")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.save()


def real_assets():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.string)  # HUB102
        names = [tf.constant("names.txt")]
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + "1"})  # HUB203
        builder = tf1.saved_model.Builder("n")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature}, names)
        builder.save()


def session_in_between():
    graph_dir = tempfile.mkdtemp() + "/graph"
    builder = tf1.saved_model.Builder(graph_dir)
    print(tf.constant(1).numpy())
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
    builder.save()
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "o", signatures=dict(module.graph.signatures))


def runs_two_signatures():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        z = x + 2
        one = tf1.saved_model.predict_signature_def({"x": x}, {"y": y})  # HUB203
        two = tf1.saved_model.predict_signature_def({"x": x}, {"z": z})  # HUB203
        graph_dir = tempfile.mkdtemp() + "/graph"
        builder = tf1.saved_model.Builder(graph_dir)
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": one, "two": two})
        builder.save()
        print(sess.run([y, z], {x: 1.0}))
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, "p", signatures=dict(module.graph.signatures))
