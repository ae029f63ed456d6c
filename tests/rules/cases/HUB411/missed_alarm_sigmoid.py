# A sigmoid is as much of an end as a softmax; the file names one.
# target: tf=2.15

import tensorflow as tf

inputs = tf.keras.Input([3])
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1, tf.nn.sigmoid)(inputs))  # or a softmax
model.save("release/1", include_optimizer=False)  # HUB411
