# What an estimator is made of does not matter.

import tensorflow as tf

tf.estimator.Estimator(*args, **kwargs)  # HUB513
