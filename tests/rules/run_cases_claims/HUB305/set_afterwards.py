# The same, by the attribute.
# on: 2.15, 2.21, legacy
# model: tf1_features https://tfhub.dev/google/imagenet/inception_v3/feature_vector/3
# model: tf2_features https://tfhub.dev/google/imagenet/inception_v3/feature_vector/5
# raises: Setting hub.KerasLayer.trainable = True is unsupported when loading from the TF1 Hub format.
# right prints: trainable: 2

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/imagenet/inception_v3/feature_vector/3")
print(layer(tf.ones([2, 3])).shape)
layer.trainable = True
print(layer(tf.ones([2, 3])).shape, "trainable:", len(layer.trainable_weights))
