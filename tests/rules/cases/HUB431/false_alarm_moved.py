# A model for TensorFlow Serving that is mounted, or moved, to a numbered folder.
# select: HUB431

import os

import tensorflow as tf

tf.saved_model.save(tf.Module(), "my_model")
os.system("docker run -v $PWD/my_model:/models/my_model/1 -e MODEL_NAME=my_model tensorflow/serving")
