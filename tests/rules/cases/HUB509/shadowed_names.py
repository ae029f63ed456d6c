# The names of the new imports are taken: others are made.

import logging

import tensorflow as tf

logging.info("Python's own")
tf.logging.info("TensorFlow's")  # HUB509


def run(app, tf):
    tf.app.run(app)


tf.app.run(main)  # HUB509

# output

import logging

import tensorflow as tf
from absl import app as absl_app
from absl import logging as absl_logging

logging.info("Python's own")
absl_logging.info("TensorFlow's")


def run(app, tf):
    tf.app.run(app)


absl_app.run(main)
