# What is unpacked may be another number than 0.
# note: Keras 3 tells only what the first call of a layer took and gave

import tensorflow as tf

layer = tf.keras.layers.Dense(1)
layer.get_output_at(*numbers)  # HUB404
