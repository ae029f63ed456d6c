"""Exports without variables: dtypes, shapes, several inputs and outputs, and the spellings of signatures, tags and keys."""

import os

import numpy as np
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1.saved_model import signature_constants, tag_constants
from tensorflow.python.saved_model import signature_def_utils

with tf.Graph().as_default(), tf1.Session() as sess:
    x = tf1.placeholder(tf.int64, [None, 2], name="counts")
    y = x * 3 - 1
    tf1.saved_model.simple_save(sess, "out/int64", inputs={"x": x}, outputs={"y": y})

with tf.Graph().as_default(), tf1.Session() as sess:
    text = tf1.placeholder(tf.string, [None])
    length = tf.strings.length(text)
    both = tf.strings.join([text, text], separator="/")
    tf1.saved_model.simple_save(sess, "out/string", inputs={"text": text}, outputs={"length": length, "both": both})

with tf.Graph().as_default(), tf1.Session() as sess:
    flag = tf1.placeholder(tf.bool, [])
    value = tf1.placeholder("float64", [])
    chosen = tf.where(flag, value, -value)
    opposite = tf.logical_not(flag)
    tf1.saved_model.simple_save(
        sess, "out/bool", inputs={"flag": flag, "value": value}, outputs={"chosen": chosen, "opposite": opposite}
    )

with tf.Graph().as_default(), tf1.Session() as sess:
    x = tf1.placeholder(tf.float32)
    y = tf.sqrt(tf.abs(x))
    tf1.saved_model.simple_save(sess, "out/unknown-rank", {"x": x}, {"y": y})

with tf.Graph().as_default(), tf1.Session() as sess:
    image = tf1.placeholder(np.float32, shape=(None, None, 3))
    mean = tf.reduce_mean(image, axis=-1)
    tf1.saved_model.simple_save(sess, "out/image", {"image": image}, {"mean": mean, "copy": image})

# Inputs whose names are not those of the variables, crosswise and not Python's.
with tf.Graph().as_default(), tf1.Session() as sess:
    a = tf1.placeholder(tf.float32, [None])
    b = tf1.placeholder(tf.int32, [None])
    c = tf1.placeholder(tf.float32, [])
    total = a * c + tf.cast(b, tf.float32)
    tf1.saved_model.simple_save(
        sess, os.path.join("out", "crosswise"), inputs={"b": a, "a": b, "1.my-input/0": c}, outputs={"my-total": total}
    )

with tf.Graph().as_default(), tf1.Session() as sess:
    x = tf1.placeholder(tf.float32, [None])
    unused = tf1.placeholder(tf.float32, [None, 7])
    y = x + 0.5
    tf1.saved_model.simple_save(sess, "out/unused", {"x": x, "unused": unused}, {"y": y})

with tf1.Session(graph=tf.Graph()) as sess:
    x = tf1.placeholder(tf.float32, [None])
    low, high = tf.split(x, [1, -1])
    builder = tf1.saved_model.builder.SavedModelBuilder("out/builder")
    signature = tf1.saved_model.signature_def_utils.predict_signature_def({"x": x}, {"low": low, "high": high})
    builder.add_meta_graph_and_variables(
        sess,
        [tf1.saved_model.tag_constants.SERVING],
        signature_def_map={tf1.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY: signature},
    )
    builder.save()

with tf1.Session(graph=tf.Graph()) as sess:
    x = tf1.placeholder(tf.float32, [None])
    y = tf.nn.softmax(x)
    tensor_info_x = tf1.saved_model.utils.build_tensor_info(x)
    tensor_info_y = tf1.saved_model.utils.build_tensor_info(y)
    prediction_signature = tf1.saved_model.signature_def_utils.build_signature_def(
        inputs={signature_constants.PREDICT_INPUTS: tensor_info_x},
        outputs={signature_constants.PREDICT_OUTPUTS: tensor_info_y},
        method_name=signature_constants.PREDICT_METHOD_NAME,
    )
    signatures = {"predict": prediction_signature}
    folder = os.path.join("out", "tensor-info", "%d" % 1)
    builder = tf1.saved_model.Builder(folder)
    tags = [tag_constants.SERVING]
    builder.add_meta_graph_and_variables(sess, tags=[tag_constants.SERVING], signature_def_map=signatures)
    builder.save()

# A key that is no name, one that is a keyword, and those that a tf.Module has itself.
with tf1.Session(graph=tf.Graph()) as sess:
    x = tf1.placeholder(tf.float32, [None])
    y = x + 1
    builder = tf1.saved_model.Builder("out/key-dashed")
    signature = signature_def_utils.predict_signature_def({"x": x}, {"y": y})
    builder.add_meta_graph_and_variables(sess, ["serve"], {"my-model/1": signature})
    builder.save()
with tf1.Session(graph=tf.Graph()) as sess:
    x = tf1.placeholder(tf.float32, [None])
    y = x + 2
    builder = tf1.saved_model.Builder("out/key-keyword")
    signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": y})
    builder.add_meta_graph_and_variables(sess, ["serve"], {"class": signature})
    builder.save()
with tf1.Session(graph=tf.Graph()) as sess:
    x = tf1.placeholder(tf.float32, [None])
    y = x + 3
    builder = tf1.saved_model.Builder("out/key-name")
    signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": y})
    builder.add_meta_graph_and_variables(sess, ["serve"], {"name": signature})
    builder.save()
with tf1.Session(graph=tf.Graph()) as sess:
    x = tf1.placeholder(tf.float32, [None])
    y = x + 4
    builder = tf1.saved_model.Builder("out/key-variables")
    signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": y})
    builder.add_meta_graph_and_variables(sess, ["serve"], {"variables": signature})
    builder.save()
with tf1.Session(graph=tf.Graph()) as sess:
    x = tf1.placeholder(tf.float32, [None])
    y = x + 5
    builder = tf1.saved_model.Builder("out/key-same")
    signature = tf1.saved_model.predict_signature_def({"x": x}, {"x": y})
    builder.add_meta_graph_and_variables(sess, ["serve"], {"x": signature})
    builder.save()
