# Keras 2 saves such a model as a `.keras` file, and the weights as a checkpoint.
# target: tf=2.15

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
model.save("a.keras")
model.save_weights("w.h5")
model.save(path)
