# What absl has by now is imported from there; what a reader has to look at is said in the message.

import tensorflow.compat.v1 as tf  # HUB516

flags = tf.flags
FLAGS = flags.FLAGS
flags.DEFINE_string("folder", "/tmp", "Where the records are.")


def main(_):
    tf.logging.info("%d files", len(tf.gfile.ListDirectory(FLAGS.folder)))


if __name__ == "__main__":
    tf.app.run()

# output

import tensorflow as tf
from absl import app
from absl import logging

from absl import flags
FLAGS = flags.FLAGS
flags.DEFINE_string("folder", "/tmp", "Where the records are.")


def main(_):
    logging.info("%d files", len(tf.io.gfile.listdir(FLAGS.folder)))


if __name__ == "__main__":
    app.run(main=main)
