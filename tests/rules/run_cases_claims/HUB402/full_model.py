# The whole model of tensorflow_hub's guide, which "simply" leaves the optimizer out: it is called and fine-tuned.
# on: 2.21
# raises: ValueError: Invalid filepath extension for saving.
# right prints: weights: 4, losses: 1, tuned: True

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([
    tf.keras.Input(shape=(3,)),
    tf.keras.layers.Dense(4, kernel_regularizer="l2"),
    tf.keras.layers.Dense(1),
])
model.compile(optimizer="adam", loss="mse")
model.fit(np.ones((8, 3)), np.ones((8, 1)), verbose=0)
model.save("full", include_optimizer=False)

# --- then
import numpy as np
import tensorflow_hub as hub
import tf_keras

layer = hub.KerasLayer("full", trainable=True)
model = tf_keras.Sequential([layer])
model.compile(optimizer="sgd", loss="mse")
before = layer.trainable_weights[0].numpy().copy()
model.fit(np.ones((8, 3)), np.zeros((8, 1)), verbose=0)
tuned = bool((layer.trainable_weights[0].numpy() != before).any())
print(f"weights: {len(layer.trainable_weights)}, losses: {len(model.losses)}, tuned: {tuned}")
