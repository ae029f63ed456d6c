# With the zip format the words are others.
# on: 2.15, legacy
# model: tf2_features published
# raises: TypeError: The added layer must be an instance of class Layer. Received: layer=KerasLayer
# right prints: the same: True

import numpy as np
import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer("published", trainable=True), tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.zeros([4, 1]), verbose=0)
model.save("model.keras")
restored = tf.keras.models.load_model("model.keras")
print("the same:", np.allclose(model(tf.ones([2, 3])), restored(tf.ones([2, 3]))))
