"""Trains and evaluates in turns, with a hook of its own and a name for the evaluation."""

import functools

import numpy as np
import tensorflow as tf


def input_fn(seed, repeat=False):
    rng = np.random.RandomState(seed)
    x = rng.rand(30, 2).astype(np.float32)
    dataset = tf.data.Dataset.from_tensor_slices((dict(x=x), x.sum(axis=1))).batch(10)
    return dataset.repeat() if repeat else dataset


def model_fn(features, labels, mode):
    w = tf.get_variable("w", [2, 1], initializer=tf.zeros_initializer())
    y = tf.squeeze(tf.matmul(features["x"], w), axis=1)

    if mode == tf.estimator.ModeKeys.PREDICT:
        return tf.estimator.EstimatorSpec(mode, predictions=y)

    loss = tf.losses.mean_squared_error(labels, y)
    metrics = {"mae": tf.metrics.mean_absolute_error(labels, y)}
    for name, (_, update) in metrics.items():
        tf.summary.scalar(name, update)
    if mode == tf.estimator.ModeKeys.EVAL:
        return tf.estimator.EstimatorSpec(mode, loss=loss, eval_metric_ops=metrics)
    train_op = tf.train.AdamOptimizer(0.05).minimize(loss, global_step=tf.train.get_or_create_global_step())
    return tf.estimator.EstimatorSpec(mode, loss=loss, train_op=train_op)


class Told(tf.train.SessionRunHook):
    def begin(self):
        print("begins")

    def end(self, session):
        print("ends")


def main():
    cfg = tf.estimator.RunConfig(save_checkpoints_steps=5, keep_checkpoint_max=2)
    estimator = tf.estimator.Estimator(model_fn, "results", cfg)
    train_spec = tf.estimator.TrainSpec(input_fn=functools.partial(input_fn, 1, repeat=True), max_steps=20, hooks=[Told()])
    eval_spec = tf.estimator.EvalSpec(
        functools.partial(input_fn, 2), steps=None, name="held_out", start_delay_secs=0, throttle_secs=120
    )
    results, exported = tf.estimator.train_and_evaluate(estimator, train_spec, eval_spec)
    print(results and sorted((name, round(float(value), 4)) for name, value in results.items()), exported)
    print(np.round(list(estimator.predict(lambda: input_fn(3)))[:3], 3))
    print(estimator.evaluate(lambda: input_fn(2))["global_step"])


main()
