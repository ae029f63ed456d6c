# A name that means something else somewhere is left as it is.

import tensorflow.compat.v1 as tf

try:
    import other as tf
except ImportError:
    pass

print(tf.constant(1))
