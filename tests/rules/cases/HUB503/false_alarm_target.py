# The target still has it.
# target: tf=2.1

import tensorflow as tf

tf.data.experimental.MapVectorizationOptions()
