# With Keras 3 the layer itself needs the whole file to use Keras 2.
# select: HUB312

import keras
import tensorflow_hub as hub
from keras.layers import Dense, Lambda

embed = hub.KerasLayer("published/1", trainable=True)
model = keras.Sequential([Lambda(lambda x: embed(x)), Dense(1)])  # HUB312

# output

import tf_keras as keras
import tensorflow_hub as hub
from tf_keras.layers import Dense

embed = hub.KerasLayer("published/1", trainable=True)
model = keras.Sequential([embed, Dense(1)])
