# What is unpacked may hold the path or anything else.

import tensorflow as tf

tf.keras.models.load_model(*paths)
tf.keras.models.load_model("a", **options)
