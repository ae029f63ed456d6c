# Three classes that a linear model separates: three quarters right, where nearly all could be.
# on: 2.15, 2.21, legacy
# prints: learned badly
# right prints: learned well

import numpy as np
import tensorflow as tf

tf.keras.utils.set_random_seed(0)
x = np.random.RandomState(0).randn(256, 3).astype("float32")
y = np.argmax(x, axis=1).astype("int32")
model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(3)])
model.compile(tf.keras.optimizers.Adam(0.05), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=20, verbose=0)
accuracy = model.evaluate(x, y, verbose=0)[1]
print("learned well" if accuracy > 0.95 else "learned badly" if accuracy < 0.85 else accuracy)
