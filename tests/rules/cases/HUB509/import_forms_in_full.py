# The names in full, by both of TensorFlow 1's ways; what else stands on the line stays.

import tensorflow as tf

tf.flags.DEFINE_string("data", "", "where")  # HUB509
tf.app.flags.DEFINE_integer(  # HUB509
    "steps", 1,  # how many
    "how many",
)
FLAGS = tf.app.flags.FLAGS  # HUB509
x = tf.ones([FLAGS.steps])

# output

import tensorflow as tf
from absl import flags

flags.DEFINE_string("data", "", "where")
flags.DEFINE_integer(
    "steps", 1,  # how many
    "how many",
)
FLAGS = flags.FLAGS
x = tf.ones([FLAGS.steps])
