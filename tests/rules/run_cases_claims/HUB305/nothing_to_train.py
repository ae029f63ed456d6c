# A model that is not made to be fine-tuned lists no variables: nothing is trained, and only the log says so.
# fresh:
# on: 2.15, legacy
# model: tf2_nothing_to_train https://tfhub.dev/google/yamnet/1
# prints: hub.KerasLayer is trainable but has zero trainable weights.
# right prints: weights of the layer: 0

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/yamnet/1", input_shape=[3], trainable=True)
model = tf.keras.Sequential([layer, tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.ones([4, 1]), verbose=0)
print("weights of the layer:", len(layer.trainable_weights))
