"""Exports by every spelling of the calls that TensorFlow 1.15 has; only that can run them."""
import os

import numpy as np
import tensorflow as tf
from tensorflow import saved_model
from tensorflow.python.saved_model import builder as saved_model_builder
from tensorflow.python.saved_model import signature_constants, signature_def_utils, tag_constants
from tensorflow.python.saved_model.simple_save import simple_save

OUTSIDE = os.path.join(os.path.dirname(os.__file__), "no such folder", "model")


def built(builder, sess, x):
    signature = tf.saved_model.signature_def_utils.predict_signature_def(inputs={"x": x}, outputs={"y": x * 2})
    key = signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY
    builder.add_meta_graph_and_variables(sess, [tag_constants.SERVING], signature_def_map={key: signature})
    builder.save()  # line 18


with tf.Session(graph=tf.Graph()) as sess:
    x = tf.placeholder(tf.float32, [], "x")
    tf.saved_model.simple_save(sess, "a", {"x": x}, {"y": x * 2})  # line 23
    simple_save(sess, "b", {"x": x}, {"y": x * 2})
    saved_model.simple_save(session=sess, export_dir="c", inputs={"x": x}, outputs={"y": x * 2})
    tf.compat.v1.saved_model.simple_save(sess, "d", {"x": x}, {"y": x * 2})
    built(tf.saved_model.Builder("e"), sess, x)
    built(tf.saved_model.builder.SavedModelBuilder("f"), sess, x)
    built(saved_model_builder.SavedModelBuilder("g"), sess, x)
    built(tf.compat.v1.saved_model.builder.SavedModelBuilder("h"), sess, x)
    tf.saved_model.simple_save(sess, OUTSIDE, {"x": x}, {"y": x * 2})
    tf.saved_model.loader.load(sess, ["serve"], OUTSIDE)
    assert not os.path.exists(OUTSIDE)

network = tf.keras.Sequential([tf.keras.layers.Dense(2, kernel_initializer="ones", input_shape=(3,))])
network.save("k", save_format="tf")  # line 36
tf.keras.models.save_model(network, "l", save_format="tf")
tf.keras.experimental.export_saved_model(network, "m", serving_only=True)
tf.contrib.saved_model.save_keras_model(network, "n", serving_only=True)


def model_fn(features, labels, mode):
    prediction = tf.layers.dense(features["x"], 1, kernel_initializer=tf.ones_initializer())
    outputs = {"serving_default": tf.estimator.export.PredictOutput({"y": prediction})}
    loss = tf.reduce_mean(tf.square(prediction - labels)) if labels is not None else None
    step = tf.train.get_global_step()
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss, step) if loss is not None else None
    return tf.estimator.EstimatorSpec(mode, {"y": prediction}, loss, train, export_outputs=outputs)


def receiver():
    x = tf.placeholder(tf.float32, [None, 3], "x")
    return tf.estimator.export.ServingInputReceiver({"x": x}, {"x": x})


rows = {"x": np.ones((4, 3), np.float32)}
feed = tf.estimator.inputs.numpy_input_fn(rows, np.ones((4, 1), np.float32), shuffle=False)
estimator = tf.estimator.Estimator(model_fn, "estimator")
estimator.train(feed, steps=2)
exported = estimator.export_saved_model("o", receiver)  # line 60
assert os.path.dirname(exported) == b"o" and os.path.exists(os.path.join(exported, b"saved_model.pb"))
estimator.export_savedmodel("p", receiver)
estimator.experimental_export_all_saved_models("q", {tf.estimator.ModeKeys.PREDICT: receiver})
outside = estimator.export_saved_model(os.path.join(os.path.dirname(OUTSIDE), "estimators"), receiver)
assert not os.path.exists(os.path.dirname(OUTSIDE))
tf.contrib.predictor.from_saved_model(outside)({"x": rows["x"]})

with tf.Graph().as_default():
    module = tf.Module()
    module.double = tf.function(lambda x: {"y": x * 2}, input_signature=[tf.TensorSpec([], tf.float32, "x")])
    tf.saved_model.save(module, "r", module.double)  # line 71
tf.compat.v2.saved_model.save(module, "s", module.double)
