# The package called keras is Keras 3 even where `tf.keras` is told to be Keras 2.
# on: 2.21, legacy
# model: tf2_features published
# raises: Only instances of `keras.Layer` can be added to a Sequential model
# right prints: (4, 1)

import keras
import tensorflow as tf
import tensorflow_hub as hub
from keras.layers import Dense

model = keras.Sequential([hub.KerasLayer("published"), Dense(1)])
print(model(tf.ones([4, 3])).shape)
