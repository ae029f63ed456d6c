"""Trains, evaluates, asks and exports a classifier; serialized examples are parsed by a specification."""

import numpy as np
import tensorflow as tf


def train_input_fn():
    rng = np.random.RandomState(0)
    x = rng.rand(64, 4).astype(np.float32)
    y = (x.sum(axis=1) > 2).astype(np.int32)
    dataset = tf.data.Dataset.from_tensor_slices(({"x": x}, y))
    return dataset.repeat().batch(16)


def eval_input_fn():
    rng = np.random.RandomState(1)
    x = rng.rand(40, 4).astype(np.float32)
    y = (x.sum(axis=1) > 2).astype(np.int32)
    return tf.data.Dataset.from_tensor_slices(({"x": x}, y)).batch(16)


def model_fn(features, labels, mode, params):
    """Build the classifier for a mode."""
    w = tf.get_variable("w", [4, 2], initializer=tf.zeros_initializer())
    b = tf.get_variable("b", [2], initializer=tf.zeros_initializer())
    logits = tf.matmul(features["x"], w) + b
    predictions = {
        "classes": tf.argmax(logits, axis=1),
        "probabilities": tf.nn.softmax(logits, name="softmax_tensor"),
    }
    if mode == tf.estimator.ModeKeys.PREDICT:
        return tf.estimator.EstimatorSpec(mode=mode, predictions=predictions)

    loss = tf.losses.sparse_softmax_cross_entropy(labels=labels, logits=logits)
    if mode == tf.estimator.ModeKeys.TRAIN:
        optimizer = tf.train.GradientDescentOptimizer(params["learning_rate"])
        train_op = optimizer.minimize(loss, global_step=tf.train.get_global_step())
        return tf.estimator.EstimatorSpec(mode=mode, loss=loss, train_op=train_op)

    eval_metric_ops = {"accuracy": tf.metrics.accuracy(labels=labels, predictions=predictions["classes"])}
    return tf.estimator.EstimatorSpec(mode=mode, loss=loss, eval_metric_ops=eval_metric_ops)


def main():
    classifier = tf.estimator.Estimator(model_fn=model_fn, model_dir="model", params={"learning_rate": 0.1})
    classifier.train(input_fn=train_input_fn, steps=20)
    results = classifier.evaluate(input_fn=eval_input_fn)
    print(sorted((name, round(float(value), 5)) for name, value in results.items()))
    for prediction in classifier.predict(input_fn=eval_input_fn):
        print(prediction["classes"], prediction["probabilities"].round(4))
    feature_spec = {"x": tf.FixedLenFeature([4], tf.float32)}
    serving_input_fn = tf.estimator.export.build_parsing_serving_input_receiver_fn(feature_spec)
    print(type(classifier.export_savedmodel("exported", serving_input_fn)).__name__)


if __name__ == "__main__":
    main()
