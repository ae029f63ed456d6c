# The file cannot be moved to Keras 2.
# select: HUB312
# note: line 10 uses `keras.ops.ones`, which Keras 2 does not have

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.KerasLayer("published/1", trainable=True)
model = tf.keras.Sequential([tf.keras.layers.Lambda(lambda x: embed(x))])  # HUB312
print(tf.keras.ops.ones(3))
