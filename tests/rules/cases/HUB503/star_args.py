# What a removed class is called with does not matter.

import tensorflow as tf

tf.data.experimental.MapVectorizationOptions(*args)  # HUB503
