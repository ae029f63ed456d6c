# Keras 3 ignores that the optimizer is to be left out of a `.keras` file.
# on: 2.21
# prints: Adam
# right prints: NoneType

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.compile("adam", "mse")
model.fit(np.ones([8, 3]), np.ones([8, 2]), verbose=0)
model.save("published.keras", include_optimizer=False)
# --- then
import tensorflow as tf

model = tf.keras.models.load_model("published.keras")
print(type(getattr(model, "optimizer", None)).__name__)
