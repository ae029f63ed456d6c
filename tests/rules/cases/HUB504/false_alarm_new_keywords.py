# Keywords that both have, and functions of other packages with old ones.
# ignore: HUB516

import numpy as np
import tensorflow as tf
import tensorflow.compat.v1 as tf1

a = tf.reduce_sum(x, axis=1, keepdims=True)
b = np.sum(x, keep_dims=True)
c = tf1.reduce_sum(x, keep_dims=True)
d = tf.squeeze(x, [1])
e = tf.nn.softmax(x, axis=-1)
f = tf.expand_dims(x, 0)
g = tf.reduce_sum(x, **options)
