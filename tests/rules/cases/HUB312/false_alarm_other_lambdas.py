# A `Lambda` beside the layer, and a layer that is called by itself.
# target: tf=2.15
# select: HUB312

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.KerasLayer("published/1", trainable=True)
scale = tf.keras.layers.Lambda(lambda x: x / 255)
model = tf.keras.Sequential([scale, embed])
vectors = list(map(lambda x: embed(x), [tf.ones([1, 3])]))
