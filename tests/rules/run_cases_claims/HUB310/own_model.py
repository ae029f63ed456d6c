# A model of one's own runs, and leaves the published weights as they were.
# on: 2.21
# fresh
# model: tf2_features published
# prints: trained 2 weights, the published ones too: False
# right prints: trained 4 weights, the published ones too: True

import tensorflow as tf
import tensorflow_hub as hub


class Classifier(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.features = hub.KerasLayer("published", trainable=True)
        self.head = tf.keras.layers.Dense(1)

    def call(self, inputs):
        return self.head(self.features(inputs))


model = Classifier()
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.zeros([4, 1]), verbose=0)
changed = bool((model.features.resolved_object.weights.numpy() != 1.0).any())
print(f"trained {len(model.trainable_weights)} weights, the published ones too: {changed}")
