# `os` is there already.

import os

import tensorflow

net = tensorflow.layers.dense(x, 10)  # HUB510
print(os.getcwd())

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow

net = tensorflow.compat.v1.layers.dense(x, 10)
print(os.getcwd())
