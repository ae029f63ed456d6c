# At the level `compat` the old names stay, where they are still there.
# target: level=compat

import tensorflow as tf

flags = tf.app.flags  # HUB509
tf.logging.info("start")  # HUB509
flags.DEFINE_string("data", "", "where")
if __name__ == "__main__":
    tf.app.run()  # HUB509

# output

import tensorflow as tf

flags = tf.compat.v1.app.flags
tf.compat.v1.logging.info("start")
flags.DEFINE_string("data", "", "where")
if __name__ == "__main__":
    tf.compat.v1.app.run()
