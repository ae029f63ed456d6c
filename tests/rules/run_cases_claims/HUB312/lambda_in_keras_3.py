# So it is with Keras 3, where this is the way round the error that the layer meets by itself.
# on: 2.21
# model: tf2_features published
# prints: trained 2 weights, the published ones too: False
# right prints: trained 4 weights, the published ones too: True

import keras
import tensorflow as tf
import tensorflow_hub as hub

features = hub.KerasLayer("published", trainable=True)
model = keras.Sequential([keras.layers.Lambda(lambda x: features(x)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.zeros([4, 1]), verbose=0)
changed = bool((features.resolved_object.weights.numpy() != 1.0).any())
print(f"trained {len(model.trainable_weights)} weights, the published ones too: {changed}")
