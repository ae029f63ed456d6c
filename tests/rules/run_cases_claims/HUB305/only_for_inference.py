# A model that is not made to be fine-tuned may also be saved without the way in which it is trained.
# fresh:
# on: 2.15, legacy
# model: tf2_only_for_inference https://tfhub.dev/google/yamnet/1
# raises: Could not find matching concrete function

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/yamnet/1", input_shape=[3], trainable=True)
model = tf.keras.Sequential([layer, tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.ones([4, 1]), verbose=0)
