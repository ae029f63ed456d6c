# Each name is reported once, by the rule that knows most of it.
# note: line 16 uses `tf.estimator.export.RegressionOutput`, for which hublint has no TensorFlow 2 form

import tensorflow as tf


def serving_fn():
    examples = tf.placeholder(tf.string, [None])  # HUB102
    features = tf.parse_example(examples, {"age": tf.FixedLenFeature([1], tf.float32)})  # HUB501 HUB501
    return tf.estimator.export.ServingInputReceiver(features, {"examples": examples})  # HUB208


def model_fn(features, labels, mode):
    outputs = {
        "serving_default": tf.estimator.export.PredictOutput({"age": features["age"]}),  # HUB208
        "old": tf.estimator.export.RegressionOutput(features["age"]),  # HUB208
        "young": tf.estimator.export.ClassificationOutput(scores=features["age"]),  # HUB208
    }
    return tf.estimator.EstimatorSpec("infer", export_outputs=outputs)  # HUB513


estimator = tf.estimator.Estimator(model_fn)  # HUB513
estimator.export_savedmodel("export", serving_fn)  # HUB208
exporters = [tf.estimator.BestExporter(serving_input_receiver_fn=serving_fn)]  # HUB208

# output

import tensorflow as tf


def serving_fn():
    examples = tf.compat.v1.placeholder(tf.string, [None])  # HUB102
    features = tf.io.parse_example(examples, {"age": tf.io.FixedLenFeature([1], tf.float32)})
    return tf.estimator.export.ServingInputReceiver(features, {"examples": examples})  # HUB208


def model_fn(features, labels, mode):
    outputs = {
        "serving_default": tf.estimator.export.PredictOutput({"age": features["age"]}),  # HUB208
        "old": tf.estimator.export.RegressionOutput(features["age"]),  # HUB208
        "young": tf.estimator.export.ClassificationOutput(scores=features["age"]),  # HUB208
    }
    return tf.estimator.EstimatorSpec("infer", export_outputs=outputs)  # HUB513


estimator = tf.estimator.Estimator(model_fn)  # HUB513
estimator.export_savedmodel("export", serving_fn)  # HUB208
exporters = [tf.estimator.BestExporter(serving_input_receiver_fn=serving_fn)]  # HUB208
