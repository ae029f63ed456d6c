"""Several signatures, a class that holds the estimator, and a configuration; one specification for all modes."""

import numpy as np
import tensorflow as tf

BATCH = 8


def model_fn(features, labels, mode):
    x = tf.identity(features)
    hidden = tf.layers.dense(x, 4, tf.nn.relu, kernel_initializer=tf.constant_initializer(0.1))
    logits = tf.layers.dense(hidden, 2, kernel_initializer=tf.constant_initializer(0.2))
    loss = None
    train_op = None
    metrics = None
    if mode != tf.estimator.ModeKeys.PREDICT:
        loss = tf.losses.sparse_softmax_cross_entropy(labels, logits)
        metrics = {'acc': tf.metrics.accuracy(labels, tf.argmax(logits, 1))}
        tf.summary.scalar('loss', loss)
    if mode == tf.estimator.ModeKeys.TRAIN:
        train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss, tf.train.get_global_step())
    predictions = tf.nn.softmax(logits)
    return tf.estimator.EstimatorSpec(mode,
                                      predictions=predictions,  # the probabilities
                                      loss=loss,
                                      # only used in training
                                      train_op=train_op,
                                      eval_metric_ops=metrics,
                                      export_outputs={
                                          'a': tf.estimator.export.PredictOutput(predictions),
                                          'serving_default': tf.estimator.export.PredictOutput({'logits': logits, 'p': predictions})})


def make_input(seed):
    def input_fn():
        rng = np.random.RandomState(seed)
        x = rng.rand(20, 3).astype(np.float32)
        return tf.data.Dataset.from_tensor_slices((x, (x[:, 0] > 0.5).astype(np.int64))).batch(BATCH)
    return input_fn


def serving():
    image = tf.placeholder(tf.float32, [None, 3], name='input_image')
    return tf.estimator.export.TensorServingInputReceiver(image, {'image': image})


class Runner(object):
    def __init__(self, folder):
        config = tf.estimator.RunConfig(save_checkpoints_steps=2, keep_checkpoint_max=3, tf_random_seed=1)
        self.est = tf.estimator.Estimator(model_fn, folder, config)

    def run(self):
        for _ in range(2):
            self.est.train(make_input(0))
            result = self.est.evaluate(make_input(1), steps=2, name='test')
            print(result['global_step'], '%.4f' % result['loss'], '%.4f' % result['acc'])
        self.est.train(make_input(0), max_steps=11)
        self.est.train(make_input(0), max_steps=11)
        print(self.est.evaluate(make_input(1))['global_step'])
        for p in self.est.predict(make_input(2)):
            print(p.round(4))


runner = Runner('out')
runner.run()
path = runner.est.export_savedmodel('exported', serving)
print(path.decode()[:9])
