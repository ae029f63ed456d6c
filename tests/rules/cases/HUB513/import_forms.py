# Estimators by every import.

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import estimator
from tensorflow.estimator import RunConfig

a = tf.estimator.Estimator(model_fn)  # HUB513
b = tensorflow.estimator.TrainSpec(input_fn)  # HUB513
c = tf1.estimator.EstimatorSpec(mode)  # HUB513
d = estimator.train_and_evaluate(a, b, c)  # HUB513
e = RunConfig()  # HUB513
