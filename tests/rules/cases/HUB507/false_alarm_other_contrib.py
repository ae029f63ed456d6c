# Other packages' contrib, and tf_slim itself.

import tensorflow as tf
import tf_slim as slim
from other import contrib
from tensor2tensor.contrib import layers

slim.conv2d(x, 64, [3, 3])
contrib.layers.flatten(x)
layers.conv2d(x)
tf.keras.layers.Conv2D(64, 3)
