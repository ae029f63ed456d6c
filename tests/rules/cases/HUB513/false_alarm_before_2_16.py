# TensorFlow 2.15 has them.
# target: tf=2.15

import tensorflow as tf

tf.random.set_seed(1)
tf.estimator.Estimator(model_fn)
tf.compat.v1.estimator.EstimatorSpec(mode)
