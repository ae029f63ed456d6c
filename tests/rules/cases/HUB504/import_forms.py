# A keyword of a function, by every import; only the keyword is edited.

import tensorflow
import tensorflow as tf
from tensorflow import reduce_mean as mean
from tensorflow import nn

a = tensorflow.reduce_sum(x, keep_dims=True)  # HUB504
b = tf.reduce_max(x, reduction_indices=[1])  # HUB504
c = mean(x, axis=1, keep_dims=False)  # HUB504
d = nn.softmax(x, dim=1)  # HUB504

# output

import tensorflow
import tensorflow as tf
from tensorflow import reduce_mean as mean
from tensorflow import nn

a = tensorflow.reduce_sum(x, keepdims=True)
b = tf.reduce_max(x, axis=[1])
c = mean(x, axis=1, keepdims=False)
d = nn.softmax(x, axis=1)
