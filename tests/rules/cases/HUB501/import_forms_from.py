# Functions that are imported by name, one of them under another name; what is left of the import stays.

from tensorflow import log as ln
from tensorflow import random_uniform, reduce_sum

x = ln(random_uniform([3]))  # HUB501, HUB501
total = reduce_sum(x)

# output

from tensorflow import reduce_sum
import tensorflow as tf

x = tf.math.log(tf.random.uniform([3]))
total = reduce_sum(x)
