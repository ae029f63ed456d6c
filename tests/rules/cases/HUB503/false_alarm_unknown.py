# Names that no release had are not TensorFlow's to remove.

import tensorflow as tf

tf.no_such_name(1)
tf.nn.no_such_name
tf.__version__
tf.math.__name__
