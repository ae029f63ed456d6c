# Keras's own modules are not the same in both.
# select: HUB310
# note: line 7 imports Keras in a way that hublint does not rewrite

import keras
import tensorflow_hub as hub
from keras.src.layers import Dense

model = keras.Sequential([hub.KerasLayer("published/1"), Dense(2)])  # HUB310
