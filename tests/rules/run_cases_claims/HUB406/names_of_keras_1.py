# The names of Keras 1 for what a model takes and gives.
# on: 2.15, 2.21, legacy
# raises[2.15]: TypeError: ('Keyword argument not understood:', 'input')
# raises[legacy]: TypeError: ('Keyword argument not understood:', 'input')
# raises[2.21]: ValueError: Unrecognized keyword arguments passed to Model: {'input':

import tensorflow as tf

features = tf.keras.Input([3])
model = tf.keras.Model(input=features, output=tf.keras.layers.Dense(1)(features))
assert model.output_shape == (None, 1)
