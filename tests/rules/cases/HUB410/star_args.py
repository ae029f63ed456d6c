# What is given is not to be seen.

import tensorflow as tf

given = ("adam", "sparse_categorical_crossentropy")
model = tf.keras.Sequential([tf.keras.layers.Dense(3)])
model.compile(*given)
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(**{"from_logits": True}))
