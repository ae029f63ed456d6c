# Behind a saturated softmax no gradient comes back to the model that is fine-tuned; behind logits it does.
# on: 2.15, legacy
# target: purpose=reuse
# prints: gradient vanished
# right prints: gradient flows

import numpy as np
import tensorflow as tf

inputs = tf.keras.Input([3])
outputs = tf.keras.layers.Dense(3, kernel_initializer="identity", activation="softmax")(inputs)
model = tf.keras.Model(inputs, outputs)
model.save("published", include_optimizer=False)
loaded = tf.saved_model.load("published")
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(loaded(100.0 * np.eye(3, dtype="float32"), training=True) * [[1.0, 2.0, 3.0]])
gradient = tape.gradient(loss, loaded.trainable_variables[0])
print("gradient flows" if np.abs(gradient).max() > 1e-6 else "gradient vanished")

# --- right

import numpy as np
import tensorflow as tf

inputs = tf.keras.Input([3])
outputs = tf.keras.layers.Dense(3, kernel_initializer="identity")(inputs)
model = tf.keras.Model(inputs, outputs)
model.save("published", include_optimizer=False)
loaded = tf.saved_model.load("published")
with tf.GradientTape() as tape:
    loss = tf.reduce_sum(loaded(100.0 * np.eye(3, dtype="float32"), training=True) * [[1.0, 2.0, 3.0]])
gradient = tape.gradient(loss, loaded.trainable_variables[0])
print("gradient flows" if np.abs(gradient).max() > 1e-6 else "gradient vanished")
