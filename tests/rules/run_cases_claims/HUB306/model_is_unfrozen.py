# A whole model is made trainable, which its layer of TensorFlow 1's format cannot be; the later version can.
# fresh:
# on: 2.15, legacy
# model: tf1_features https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/feature_vector/3
# model: tf2_features https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/feature_vector/5
# raises: Setting hub.KerasLayer.trainable = True is unsupported when loading from the TF1 Hub format.
# right prints: trainable: 4

import tensorflow as tf
import tensorflow_hub as hub

MODULE = "https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/feature_vector/3"

model = tf.keras.Sequential([hub.KerasLayer(MODULE, input_shape=[3]), tf.keras.layers.Dense(1)])
model.trainable = True
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.ones([4, 1]), verbose=0)
print("trainable:", len(model.trainable_weights))
