# A parameter that has another name at the same place has not moved.

import tensorflow as tf

tf.set_random_seed(1)  # HUB501
penalty = tf.keras.regularizers.l2(0.5)

# output

import tensorflow as tf

tf.random.set_seed(1)
penalty = tf.keras.regularizers.l2(0.5)
