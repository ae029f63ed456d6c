"""Exports by every spelling of the calls that TensorFlow 1.15 has; only that can run them. See exports_keras2.py."""
import os

import numpy as np
import tensorflow as tf
from tensorflow import saved_model
from tensorflow.python.saved_model import builder as saved_model_builder
from tensorflow.python.saved_model import signature_constants, signature_def_utils, tag_constants
from tensorflow.python.saved_model.simple_save import simple_save

AWAY = os.path.join(os.path.dirname(os.__file__), "no such folder")
OUTSIDE = os.path.join(AWAY, "model")


def built(builder, sess, x):
    signature = tf.saved_model.signature_def_utils.predict_signature_def(inputs={"x": x}, outputs={"y": x * 2})
    key = signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY
    builder.add_meta_graph_and_variables(sess, [tag_constants.SERVING], signature_def_map={key: signature})
    builder.save()  # saves: tf.compat.v1.saved_model.Builder.save savedmodel e|f|g|h


with tf.Session(graph=tf.Graph()) as sess:
    x = tf.placeholder(tf.float32, [], "x")
    tf.saved_model.simple_save(sess, "a", {"x": x}, {"y": x * 2})  # saves: tf.compat.v1.saved_model.simple_save savedmodel a
    simple_save(sess, "b", {"x": x}, {"y": x * 2})  # saves: tf.compat.v1.saved_model.simple_save savedmodel b
    saved_model.simple_save(session=sess, export_dir="c", inputs={"x": x}, outputs={"y": x * 2})  # saves: tf.compat.v1.saved_model.simple_save savedmodel c
    tf.compat.v1.saved_model.simple_save(sess, "d", {"x": x}, {"y": x * 2})  # saves: tf.compat.v1.saved_model.simple_save savedmodel d
    built(tf.saved_model.Builder("e"), sess, x)
    built(tf.saved_model.builder.SavedModelBuilder("f"), sess, x)
    built(saved_model_builder.SavedModelBuilder("g"), sess, x)
    built(tf.compat.v1.saved_model.builder.SavedModelBuilder("h"), sess, x)
    tf.saved_model.simple_save(sess, OUTSIDE, {"x": x}, {"y": x * 2})  # saves: tf.compat.v1.saved_model.simple_save savedmodel OUTSIDE/model
    tf.saved_model.loader.load(sess, ["serve"], OUTSIDE)
    assert not os.path.exists(OUTSIDE)

network = tf.keras.Sequential([tf.keras.layers.Dense(2, kernel_initializer="ones", input_shape=(3,))])
network.save("k", save_format="tf")  # saves: tf.keras.Model.save savedmodel k
tf.keras.models.save_model(network, "l", save_format="tf")  # saves: tf.keras.models.save_model savedmodel l
tf.keras.experimental.export_saved_model(network, "m", serving_only=True)  # saves: tf.saved_model.save savedmodel m
tf.contrib.saved_model.save_keras_model(network, "n", serving_only=True)  # saves: tf.saved_model.save savedmodel n
network.compile("sgd", "mse")
network.save("t.h5")  # saves: tf.keras.Model.save keras-file t.h5
network.save_weights("u")  # saves: tf.keras.Model.save_weights weights u
network.save_weights("v.h5")  # saves: tf.keras.Model.save_weights weights v.h5
tf.keras.models.save_model(network, AWAY + "/w.h5")  # saves: tf.keras.models.save_model keras-file OUTSIDE/w.h5
assert tf.keras.models.load_model(AWAY + "/w.h5").predict(np.ones((4, 3))).shape == (4, 2)
callback = tf.keras.callbacks.ModelCheckpoint("x{epoch}.h5")
labels = np.ones((4, 2))
network.fit(np.ones((4, 3)), labels, verbose=0, callbacks=[callback])  # saves: tf.keras.Model.save keras-file x1.h5


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
estimator.train(feed, steps=2)  # saves: tf.train.Saver.save checkpoint estimator/model.ckpt|estimator/model.ckpt
exported = estimator.export_saved_model("o", receiver)  # saves: tf.estimator.Estimator.export_saved_model savedmodel o
assert os.path.dirname(exported) == b"o" and os.path.exists(os.path.join(exported, b"saved_model.pb"))
estimator.export_savedmodel("p", receiver)  # saves: tf.estimator.Estimator.export_savedmodel savedmodel p
estimator.experimental_export_all_saved_models("q", {tf.estimator.ModeKeys.PREDICT: receiver})  # saves: tf.estimator.Estimator.experimental_export_all_saved_models savedmodel q
outside = estimator.export_saved_model(os.path.join(os.path.dirname(OUTSIDE), "estimators"), receiver)  # saves: tf.estimator.Estimator.export_saved_model savedmodel OUTSIDE/estimators
assert not os.path.exists(os.path.dirname(OUTSIDE))
tf.contrib.predictor.from_saved_model(outside)({"x": rows["x"]})

with tf.Graph().as_default():
    module = tf.Module()
    module.double = tf.function(lambda x: {"y": x * 2}, input_signature=[tf.TensorSpec([], tf.float32, "x")])
    tf.saved_model.save(module, "r", module.double)  # saves: tf.saved_model.save savedmodel r
tf.compat.v2.saved_model.save(module, "s", module.double)  # saves: tf.saved_model.save savedmodel s

with tf.Session(graph=tf.Graph()) as sess:
    variable = tf.get_variable("v", [], tf.float32)
    sess.run(variable.initializer)
    saver = tf.train.Saver()
    saver.save(sess, "y/state", global_step=3)  # saves: tf.train.Saver.save checkpoint y/state
    saver.save(sess, AWAY + "/z/state")  # saves: tf.train.Saver.save checkpoint OUTSIDE/z/state
    saver.restore(sess, tf.train.latest_checkpoint(AWAY + "/z"))
    assert tf.train.NewCheckpointReader(AWAY + "/z/state").has_tensor("v")
    checkpoint = tf.train.Checkpoint(v=variable)
    checkpoint.save("aa/state")  # saves: tf.train.Checkpoint.save checkpoint aa/state
    checkpoint.write("bb")  # saves: tf.train.Checkpoint.write checkpoint bb
    manager = tf.train.CheckpointManager(checkpoint, AWAY + "/cc", 3)
    manager.save()  # saves: tf.train.CheckpointManager.save checkpoint OUTSIDE/cc
    checkpoint.restore(manager.latest_checkpoint).run_restore_ops()
assert not os.path.exists(AWAY)
