# The callback keeps the best model, which is loaded after training.
# on: 2.21
# raises: ValueError: The filepath provided must end in `.keras` (Keras model format). Received: filepath=best

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.compile("adam", "mse")
best = tf.keras.callbacks.ModelCheckpoint("best", monitor="loss", save_best_only=True)
model.fit(np.ones([8, 3]), np.ones([8, 2]), callbacks=[best], verbose=0)
tf.keras.models.load_model("best").evaluate(np.ones([8, 3]), np.ones([8, 2]), verbose=0)
