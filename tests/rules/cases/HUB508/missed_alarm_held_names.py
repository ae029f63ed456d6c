# Modules of 1.15 that merely imported public objects, and those of newer releases that do not.

from tensorflow.python.data.ops.dataset_ops import MapDataset
from tensorflow.python.framework import ops
from tensorflow.python.keras.layers import Dense
from tensorflow.python.ops import variable_scope
from tensorflow.python.util import nest
from tensorflow.python.util.nest import is_sequence as is_structure


def build(y):
    if is_structure(y) or nest.is_sequence(o=y):  # HUB508, HUB508
        return [Dense(3)(one) for one in y]  # HUB508
    if isinstance(y, ops.IndexedSlices):  # HUB508
        return variable_scope.variable(0.0)  # HUB508
    return MapDataset(y, build)  # HUB508

# output

from tensorflow.python.data.ops.dataset_ops import MapDataset
import tensorflow as tf


def build(y):
    if tf.nest.is_nested(y) or tf.nest.is_nested(seq=y):
        return [tf.keras.layers.Dense(3)(one) for one in y]
    if isinstance(y, tf.IndexedSlices):
        return tf.Variable(0.0)
    return MapDataset(y, build)  # HUB508
