# A layer of Keras 3 that wraps another one refuses it too.
# on: 2.21
# model: tf2_features published
# raises: Please initialize `TimeDistributed` layer with a `keras.layers.Layer` instance
# right prints: (2, 5, 4)

import keras
import tensorflow as tf
import tensorflow_hub as hub

each = keras.layers.TimeDistributed(hub.KerasLayer("published"))
print(each(tf.ones([2, 5, 3])).shape)
