# `import keras.layers` binds `keras`, for which there is no other name.
# select: HUB310
# note: line 5 imports Keras in a way that hublint does not rewrite

import keras.layers
import tensorflow_hub as hub

model = keras.Sequential([hub.KerasLayer("published/1"), keras.layers.Dense(2)])  # HUB310
