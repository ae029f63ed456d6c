# At the level `compat` a name that is the same function goes to its new name, too; one that only does the same does not.
# target: level=compat

import tensorflow as tf

x = tf.log(tf.random_uniform([3]))  # HUB501, HUB501
tf.app.run(main)  # HUB509

# output

import tensorflow as tf

x = tf.math.log(tf.random.uniform([3]))
tf.compat.v1.app.run(main)
