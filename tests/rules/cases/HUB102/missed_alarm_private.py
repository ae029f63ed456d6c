# TensorFlow's own packages, and those that copied from them, take the function from where it is defined.

from tensorflow.python.framework import dtypes
from tensorflow.python.ops import array_ops

first = array_ops.placeholder(dtypes.float32)  # HUB102
second = array_ops.placeholder_with_default([1.0], [None])  # HUB102
