# Keras 3 saves a model without weights to a file, and to what HUB402 speaks of; there are no weights to lose.
# select: HUB409

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.save("a.keras")
model.save("a.h5")
model.save("a")
