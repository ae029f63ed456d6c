# The package under its own name.

import tensorflow

w = tensorflow.get_variable("w", [3])  # HUB502
tensorflow.train.Saver([w])  # HUB502

# output

import tensorflow

w = tensorflow.compat.v1.get_variable("w", [3])
tensorflow.compat.v1.train.Saver([w])
