# Public modules, and other packages' `python` modules.

import tensorflow as tf
from other.python.ops import array_ops

tf.expand_dims(x, 0)
array_ops.expand_dims(x, 0)
