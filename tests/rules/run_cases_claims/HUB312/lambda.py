# The model lists none of the layer's weights, and training leaves them as they were.
# on: 2.15, legacy
# model: tf2_features published
# prints: trained 2 weights, the published ones too: False
# right prints: trained 4 weights, the published ones too: True

import tensorflow as tf
import tensorflow_hub as hub

features = hub.KerasLayer("published", trainable=True)
model = tf.keras.Sequential([tf.keras.layers.Lambda(lambda x: features(x)), tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.zeros([4, 1]), verbose=0)
changed = bool((features.resolved_object.weights.numpy() != 1.0).any())
print(f"trained {len(model.trainable_weights)} weights, the published ones too: {changed}")
