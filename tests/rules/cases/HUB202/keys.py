# A key that is no name of Python, or that a `tf.Module` has itself, goes under another name but stays the key.

import tensorflow as tf
import tensorflow.compat.v1 as tf1

for_python = "my-model", "class", "name", "square"
with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
    x = tf1.placeholder(tf.float32)  # HUB102
    builder = tf1.saved_model.Builder("a")  # HUB202
    builder.add_meta_graph_and_variables(
        sess, ["serve"], {"my-model": tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})}  # HUB203
    )
    builder.save()

with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
    x = tf1.placeholder(tf.float32)  # HUB102
    builder = tf1.saved_model.Builder("b")  # HUB202
    builder.add_meta_graph_and_variables(
        sess, ["serve"], {"class": tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})}  # HUB203
    )
    builder.save()

with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
    x = tf1.placeholder(tf.float32)  # HUB102
    builder = tf1.saved_model.Builder("c")  # HUB202
    builder.add_meta_graph_and_variables(
        sess, ["serve"], {"name": tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})}  # HUB203
    )
    builder.save()

with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
    x = tf1.placeholder(tf.float32)  # HUB102
    builder = tf1.saved_model.Builder("d")  # HUB202
    builder.add_meta_graph_and_variables(
        sess, ["serve"], {"x": tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})}  # HUB203
    )
    builder.save()

# output

import tensorflow as tf

for_python = "my-model", "class", "name", "square"


@tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
def serving_default(x):
    return {"y": x + 1}


module = tf.Module()
module.serving_default = serving_default
tf.saved_model.save(module, "a", signatures={"my-model": serving_default})


@tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
def serving_default(x):
    return {"y": x + 1}


module = tf.Module()
module.serving_default = serving_default
tf.saved_model.save(module, "b", signatures={"class": serving_default})


@tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
def serving_default(x):
    return {"y": x + 1}


module = tf.Module()
module.serving_default = serving_default
tf.saved_model.save(module, "c", signatures={"name": serving_default})


@tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
def x_(x):
    return {"y": x + 1}


module = tf.Module()
module.x_ = x_
tf.saved_model.save(module, "d", signatures={"x": x_})
