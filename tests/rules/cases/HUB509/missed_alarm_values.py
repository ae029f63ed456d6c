# Functions as values, and constants.

import tensorflow as tf

levels = {"debug": tf.logging.DEBUG, "info": tf.logging.INFO}  # HUB509, HUB509
say = tf.logging.info if verbose else print  # HUB509
x = tf.ones([3])

# output

import tensorflow as tf
from absl import logging

levels = {"debug": logging.DEBUG, "info": logging.INFO}
say = logging.info if verbose else print
x = tf.ones([3])
