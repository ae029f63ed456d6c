# All forms of the import that give the module a name of its own.

import tensorflow.compat.v1 as tf  # HUB516
from tensorflow.compat import v1 as tf1  # HUB516
from tensorflow.compat.v1 import nn

print(tf.constant(1), tf1.math.add(1.0, 2.0), nn.relu(1.0))

# output

import tensorflow as tf
import tensorflow as tf1
from tensorflow.compat.v1 import nn

print(tf.constant(1), tf1.math.add(1.0, 2.0), nn.relu(1.0))
