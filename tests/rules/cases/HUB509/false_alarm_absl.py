# absl itself, and other objects with these names.
# ignore: HUB516

import tensorflow as tf
import tensorflow.compat.v1 as tf1
from absl import app, flags, logging

flags.DEFINE_string("data", "", "where")
logging.info("%s", tf1.app.flags.FLAGS)
self.tf.logging.info("x")
app.run(main)
tf.get_logger().info("x")
