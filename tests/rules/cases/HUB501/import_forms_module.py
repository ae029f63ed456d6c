# The package under its own name: the new name is written under it, too.

import tensorflow

x = tensorflow.log(tensorflow.random_uniform([3]))  # HUB501, HUB501

# output

import tensorflow

x = tensorflow.math.log(tensorflow.random.uniform([3]))
