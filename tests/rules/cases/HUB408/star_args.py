# What is given is not to be seen.

import tensorflow as tf

given = [lambda x: x]
model = tf.keras.Sequential([tf.keras.layers.Lambda(*given)])
model.save("m.keras")
