# What an implementation module still has, and never had a public name for in TensorFlow's core, is used at one's risk.

from tensorflow.python.data.util import structure
from tensorflow.python.eager import context
from tensorflow.python.util import deprecation


@deprecation.deprecated("2020-01-01", "Write `devices`.")
def old(dataset):
    return context.num_gpus(), structure.type_spec_from_value(dataset)
