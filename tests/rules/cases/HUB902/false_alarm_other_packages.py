# Wildcards of other packages, and of a local module that is called tensorflow, hide nothing of TensorFlow's.

from math import *
from tensorflow_probability import *
from .tensorflow import *
from . import *

import tensorflow as tf

print(tf.add(1, 2) * 3)
