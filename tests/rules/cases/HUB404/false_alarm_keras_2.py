# Keras 2 has all of them.
# target: tf=2.15

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
print(model.output, model.layers[0].output_shape, model.layers[-1].get_output_at(0))
