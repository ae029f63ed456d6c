# A layer of one's own round it is no way out.
# on: 2.21
# model: tf2_features published
# prints: trained 2 weights, the published ones too: False
# right prints: trained 4 weights, the published ones too: True

import keras
import tensorflow as tf
import tensorflow_hub as hub


class Features(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.inner = hub.KerasLayer("published", trainable=True)

    def call(self, inputs):
        return self.inner(inputs)


features = Features()
model = keras.Sequential([features, keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.zeros([4, 1]), verbose=0)
changed = bool((features.inner.resolved_object.weights.numpy() != 1.0).any())
print(f"trained {len(model.trainable_weights)} weights, the published ones too: {changed}")
