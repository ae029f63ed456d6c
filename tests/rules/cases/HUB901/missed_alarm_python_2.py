# Most legacy programs that do not parse are Python 2: named, left as they are.

import tensorflow as tf

x = tf.placeholder(tf.float32)
print "loss", x  # HUB901
