# The name that `Input` had for its whole shape.
# on: 2.21
# raises: TypeError: Input() got an unexpected keyword argument 'batch_input_shape'

import tensorflow as tf

assert tf.keras.Input(batch_input_shape=(4, 3)).shape == (4, 3)
