# The package of its own, and scikit-learn's estimators.

import tensorflow as tf
from sklearn import estimator
from tensorflow_estimator.python.estimator import estimator_lib

estimator.Estimator()
estimator_lib.Estimator(model_fn)
