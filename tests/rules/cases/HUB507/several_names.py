# A statement that imports several names is left for its uses to empty.
# select: HUB507

from tensorflow.contrib import framework, slim

net = slim.conv2d(x, 8, [3, 3])  # HUB507
step = framework.get_or_create_global_step()  # HUB507

# output

import tf_slim
import tensorflow as tf

net = tf_slim.conv2d(x, 8, [3, 3])
step = tf.compat.v1.train.get_or_create_global_step()
