# Every spelling of a wildcard import from TensorFlow, wherever it stands.

from tensorflow import *  # HUB902
from tensorflow.compat.v1 import *  # HUB902
from tensorflow.python.framework.ops import *  # HUB902

try:
    from tensorflow.contrib.layers import *  # HUB902
except ImportError:
    pass
