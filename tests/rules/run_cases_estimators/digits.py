# A convolutional network of tf.layers, fed with arrays, in a file with two spaces and single quotes.
from __future__ import absolute_import
from __future__ import division
from __future__ import print_function

import numpy as np
import tensorflow as tf

tf.logging.set_verbosity(tf.logging.ERROR)


def cnn_model_fn(features, labels, mode):
  """Model function for CNN."""
  # Input Layer
  input_layer = tf.reshape(features['x'], [-1, 8, 8, 1])

  conv1 = tf.layers.conv2d(
      inputs=input_layer,
      filters=4,
      kernel_size=[5, 5],
      padding='same',
      kernel_initializer=tf.constant_initializer(0.01),
      activation=tf.nn.relu)
  pool1 = tf.layers.max_pooling2d(inputs=conv1, pool_size=[2, 2], strides=2)
  pool1_flat = tf.layers.flatten(pool1)
  dense = tf.layers.dense(
      inputs=pool1_flat, units=16, activation=tf.nn.relu, kernel_initializer=tf.constant_initializer(0.02))
  dropout = tf.layers.dropout(
      inputs=dense, rate=0.0, training=mode == tf.estimator.ModeKeys.TRAIN)
  logits = tf.layers.dense(inputs=dropout, units=3, kernel_initializer=tf.zeros_initializer())

  predictions = {
      # Generate predictions (for PREDICT and EVAL mode)
      'classes': tf.argmax(input=logits, axis=1),
      # Add `softmax_tensor` to the graph. It is used for PREDICT and by the
      # `logging_hook`.
      'probabilities': tf.nn.softmax(logits, name='softmax_tensor')
  }
  if mode == tf.estimator.ModeKeys.PREDICT:
    return tf.estimator.EstimatorSpec(mode=mode, predictions=predictions)

  # Calculate Loss (for both TRAIN and EVAL modes)
  onehot_labels = tf.one_hot(indices=tf.cast(labels, tf.int32), depth=3)
  loss = tf.losses.softmax_cross_entropy(
      onehot_labels=onehot_labels, logits=logits)

  # Configure the Training Op (for TRAIN mode)
  if mode == tf.estimator.ModeKeys.TRAIN:
    optimizer = tf.train.GradientDescentOptimizer(learning_rate=0.1)
    train_op = optimizer.minimize(
        loss=loss,
        global_step=tf.train.get_global_step())
    return tf.estimator.EstimatorSpec(mode=mode, loss=loss, train_op=train_op)

  # Add evaluation metrics (for EVAL mode)
  eval_metric_ops = {
      'accuracy': tf.metrics.accuracy(
          labels=labels, predictions=predictions['classes'])}
  return tf.estimator.EstimatorSpec(
      mode=mode, loss=loss, eval_metric_ops=eval_metric_ops)


def main(unused_argv):
  rng = np.random.RandomState(0)
  train_data = rng.rand(120, 64).astype(np.float32)  # Returns np.array
  train_labels = np.asarray((train_data.mean(axis=1) * 30).astype(np.int32) % 3, dtype=np.int32)
  eval_data, eval_labels = train_data[:50], train_labels[:50]

  # Create the Estimator
  mnist_classifier = tf.estimator.Estimator(
      model_fn=cnn_model_fn, model_dir='mnist_convnet_model')

  # Set up logging for predictions
  tensors_to_log = {'probabilities': 'softmax_tensor'}
  logging_hook = tf.train.LoggingTensorHook(
      tensors=tensors_to_log, every_n_iter=50)

  # Train the model
  train_input_fn = tf.estimator.inputs.numpy_input_fn(
      x={'x': train_data},
      y=train_labels,
      batch_size=50,
      num_epochs=None,
      shuffle=False)
  mnist_classifier.train(
      input_fn=train_input_fn,
      steps=30,
      hooks=[logging_hook])

  # Evaluate the model and print results
  eval_input_fn = tf.estimator.inputs.numpy_input_fn(
      x={'x': eval_data},
      y=eval_labels,
      num_epochs=1,
      shuffle=False)
  eval_results = mnist_classifier.evaluate(input_fn=eval_input_fn)
  print(sorted((key, round(float(value), 5)) for key, value in eval_results.items()))


if __name__ == '__main__':
  tf.app.run()
