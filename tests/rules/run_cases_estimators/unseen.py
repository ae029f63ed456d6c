"""What the predictions are is told by another function, and the folder of the model is a new one each time."""

import tensorflow as tf


def compute(features):
    return {"z": features["x"] * tf.get_variable("w", [], initializer=tf.constant_initializer(2.0))}


def model_fn(features, labels, mode):
    predictions = compute(features)
    if mode == tf.estimator.ModeKeys.PREDICT:
        return tf.estimator.EstimatorSpec(mode, predictions, export_outputs={"p": tf.estimator.export.PredictOutput(predictions)})
    return tf.estimator.EstimatorSpec(mode, loss=tf.reduce_sum(predictions["z"]), train_op=tf.assign_add(tf.train.get_global_step(), 1))


def fn():
    return tf.data.Dataset.from_tensors({"x": [1.0, 3.0]})


est = tf.estimator.Estimator(model_fn)
est.train(fn, steps=1)
print([float(p["z"]) for p in est.predict(fn)])
raw = tf.estimator.export.build_raw_serving_input_receiver_fn({"x": tf.placeholder(tf.float32, [2])})
print(est.export_savedmodel("exported", raw).decode()[:9])
