# The private module of files, which many programs import.

from tensorflow.python.platform import gfile

if not gfile.Exists(path):  # HUB508
    gfile.MakeDirs(path)  # HUB508
with gfile.GFile(path) as file:  # HUB508
    pass

# output

import tensorflow as tf

if not tf.io.gfile.exists(path):
    tf.io.gfile.makedirs(path)
with tf.io.gfile.GFile(path) as file:
    pass
