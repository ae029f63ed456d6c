# The functions are the same whatever they are given.

import tensorflow as tf

tf.logging.info(*message)  # HUB509

# output

from absl import logging

logging.info(*message)
