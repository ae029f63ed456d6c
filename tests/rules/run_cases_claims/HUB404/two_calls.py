# The first call of a layer that was called twice.
# on: 2.21
# raises: AttributeError: 'Dense' object has no attribute 'get_input_at'

import tensorflow as tf

shared = tf.keras.layers.Dense(2)
first, second = tf.keras.Input([3]), tf.keras.Input([3])
left, right = shared(first), shared(second)
assert shared.get_input_at(0) is first
assert shared.get_output_at(0) is left
assert shared.get_output_shape_at(0) == (None, 2)
