# Every signature of TensorFlow 1 is called "tensorflow/serving/...", wherever its model goes.
# select: HUB431

import tensorflow as tf

METHOD_NAMES = {"predict": "tensorflow/serving/predict", "classify": "tensorflow/serving/classify"}
tf.saved_model.save(tf.Module(), "models/first")
