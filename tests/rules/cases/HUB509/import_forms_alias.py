# A name that the file gives the module becomes an import.

import tensorflow as tf

flags = tf.app.flags  # HUB509
logging = tf.logging  # HUB509
FLAGS = flags.FLAGS

flags.DEFINE_string("data", "", "where")


def main(_):
    logging.info("%s", FLAGS.data)
    logging.set_verbosity(tf.logging.INFO)  # HUB509


if __name__ == "__main__":
    tf.app.run()  # HUB509

# output

from absl import app

from absl import flags
from absl import logging
FLAGS = flags.FLAGS

flags.DEFINE_string("data", "", "where")


def main(_):
    logging.info("%s", FLAGS.data)
    logging.set_verbosity(logging.INFO)


if __name__ == "__main__":
    app.run(main=main)
