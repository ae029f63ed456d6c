# Who asks first whether a name is there has provided for both.

import tensorflow as tf

try:
    log = tf.math.log
except AttributeError:
    log = tf.log

if tf.__version__.startswith("1."):
    ceil = tf.ceil
else:
    ceil = tf.math.ceil

uniform = tf.random.uniform if hasattr(tf.random, "uniform") else tf.random_uniform
if hasattr(tf, "is_nan"):
    is_nan = tf.is_nan
TF2 = int(tf.__version__.split(".")[0]) >= 2
if not TF2:
    tf.set_random_seed(1)
