# The arguments of the `Lambda` may be needed where it stands.
# target: tf=2.15
# select: HUB312
# note: the `Lambda` has more arguments, which the layer may need too

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.KerasLayer("published/1", trainable=True)
model = tf.keras.Sequential([tf.keras.layers.Lambda(lambda x: embed(x), input_shape=[], dtype=tf.string)])  # HUB312
