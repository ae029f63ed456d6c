# Where a name stands for one module or another, what is written is there in both, and the same in each run.

import tensorflow as tf

if tf.__version__[0] == "2":
    import tensorflow.compat.v1 as tf


def build(images):
    return tf.layers.dense(images, 10)  # HUB510

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

if tf.__version__[0] == "2":
    import tensorflow.compat.v1 as tf


def build(images):
    return tf.compat.v1.layers.dense(images, 10)
