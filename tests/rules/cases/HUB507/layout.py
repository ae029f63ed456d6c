# What stands round an argument that is converted stays.

import tensorflow as tf

with tf.name_scope("net"):
    regularizer = tf.contrib.layers.l2_regularizer(  # HUB507
        # half of it
        scale = 1e-4,  # weight decay
    )
rate = tf.contrib.layers.l2_regularizer(scale=(a + b))  # HUB507
rate = tf.contrib.layers.l2_regularizer(a + b)  # HUB507
rate = tf.contrib.layers.l2_regularizer(scale=-a)  # HUB507

# output

import tensorflow as tf

with tf.name_scope("net"):
    regularizer = tf.keras.regularizers.l2(
        # half of it
        l2 = 0.00005,  # weight decay
    )
rate = tf.keras.regularizers.l2(l2=0.5 * (a + b))
rate = tf.keras.regularizers.l2(l2=0.5 * (a + b))
rate = tf.keras.regularizers.l2(l2=0.5 * (-a))
