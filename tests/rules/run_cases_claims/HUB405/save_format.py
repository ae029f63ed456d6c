# The argument is gone, whatever the name is.
# on: 2.21
# raises: TypeError: Model.save_weights() got an unexpected keyword argument 'save_format'

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.save_weights("trained.weights.h5", save_format="h5")
model.load_weights("trained.weights.h5")
