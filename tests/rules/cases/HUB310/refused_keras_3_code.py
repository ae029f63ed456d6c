# The file uses what Keras 2 does not have.
# select: HUB310
# note: line 9 uses `keras.ops.ones`, which Keras 2 does not have

import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer("published/1")])  # HUB310
print(tf.keras.ops.ones(3))
