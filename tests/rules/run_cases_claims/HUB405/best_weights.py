# The callback keeps the best weights, which are loaded after training.
# on: 2.21
# raises: ValueError: When using `save_weights_only=True` in `ModelCheckpoint`, the filepath provided must end in `.weights.h5`

import numpy as np
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.compile("adam", "mse")
best = tf.keras.callbacks.ModelCheckpoint("best", monitor="loss", save_best_only=True, save_weights_only=True)
model.fit(np.ones([8, 3]), np.ones([8, 2]), callbacks=[best], verbose=0)
model.load_weights("best")
