# What is unpacked may hold an input; where the path is unpacked, `export` still raises.

import tensorflow as tf

unknown = tf.keras.Sequential([*layers, tf.keras.layers.Dense(1)])
unknown.export("a")
given = tf.keras.Sequential([tf.keras.layers.Dense(1, **shape)])
given.export("b")
known = tf.keras.Sequential([tf.keras.layers.Dense(1)])
known.export(*paths)  # HUB409
