"""Exports of estimators and of modules for TensorFlow Hub's old format; see exports_keras2.py.

The argument is a folder with the tensorflow_hub to use: 0.15 is the last one that makes modules.
"""
import os
import sys

import numpy as np
import tensorflow.compat.v1 as tf

sys.path.insert(0, sys.argv[1])
import tensorflow_hub as hub
from tensorflow_hub import LatestModuleExporter

tf.disable_eager_execution()
OUTSIDE = os.path.join(os.path.dirname(os.__file__), "no such folder")


def half():
    x = tf.placeholder(tf.float32, [None, 3], "x")
    weight = tf.get_variable("weight", [3, 1], initializer=tf.ones_initializer())
    hub.add_signature(inputs=x, outputs=tf.matmul(x, weight) / 2)


spec = hub.create_module_spec(half)
with tf.Graph().as_default(), tf.Session() as session:
    module = hub.Module(spec, name="half")
    session.run(tf.global_variables_initializer())
    module.export("a", session)  # saves: hub.Module.export hub-module a
    export = module.export
    export(path=OUTSIDE + "/b", session=session)  # saves: hub.Module.export hub-module OUTSIDE/b
    saver = tf.train.Saver(module.variable_map)
    saver.save(session, "half/state")  # saves: tf.train.Saver.save checkpoint half/state
spec.export("c", checkpoint_path="half/state")  # saves: hub.ModuleSpec.export hub-module c
with tf.Graph().as_default():
    loaded = hub.Module(OUTSIDE + "/b")(tf.constant([[1.0, 2.0, 3.0]]))
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        assert session.run(loaded).tolist() == [[3.0]]


def model_fn(features, labels, mode):
    module = hub.Module(spec, trainable=True, name="half")
    hub.register_module_for_export(module, "half")
    prediction = module(features["x"])
    loss = tf.reduce_mean(tf.square(prediction - labels)) if labels is not None else None
    step = tf.train.get_or_create_global_step()
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss, step) if loss is not None else None
    outputs = {"serving_default": tf.estimator.export.PredictOutput({"y": prediction})}
    return tf.estimator.EstimatorSpec(mode, {"y": prediction}, loss, train, export_outputs=outputs)


def receiver():
    x = tf.placeholder(tf.float32, [None, 3], "x")
    return tf.estimator.export.ServingInputReceiver({"x": x}, {"x": x})


rows = {"x": np.ones((4, 3), np.float32)}
feed = tf.estimator.inputs.numpy_input_fn(rows, np.ones((4, 1), np.float32), shuffle=False)
estimator = tf.estimator.Estimator(model_fn, OUTSIDE + "/trained")
estimator.train(feed)  # saves: tf.train.Saver.save checkpoint OUTSIDE/trained/model.ckpt|OUTSIDE/trained/model.ckpt
estimator.train(feed)  # saves: tf.train.Saver.save checkpoint OUTSIDE/trained/model.ckpt|OUTSIDE/trained/model.ckpt
assert estimator.get_variable_value("global_step") == 2
estimator.export_saved_model("d", receiver)  # saves: tf.estimator.Estimator.export_saved_model savedmodel d
estimator.export_savedmodel("e", receiver)  # saves: tf.estimator.Estimator.export_savedmodel savedmodel e
modes = {tf.estimator.ModeKeys.PREDICT: receiver}
assert not os.path.exists(OUTSIDE)
everything = estimator.experimental_export_all_saved_models
everything("f", modes)  # saves: tf.estimator.Estimator.experimental_export_all_saved_models savedmodel f
exporter = LatestModuleExporter("modules", receiver)
exporter.export(estimator, "g")  # saves: hub.LatestModuleExporter.export hub-module g/half
train = tf.estimator.TrainSpec(feed, max_steps=1)
final = tf.estimator.FinalExporter("h", receiver)
test = tf.estimator.EvalSpec(feed, steps=1, exporters=[final], throttle_secs=0, start_delay_secs=0)
inside = tf.estimator.Estimator(model_fn, "here")
run = tf.estimator.train_and_evaluate
run(inside, train, test)  # saves: tf.train.Saver.save checkpoint here/model.ckpt|here/model.ckpt, tf.estimator.Estimator.export_saved_model savedmodel here/export/h
