# However Keras is imported, layers, inputs and models.

import keras
import tensorflow as tf
import tensorflow.keras as K
from keras.layers import Dense, Input
from tensorflow.keras import Model, layers

Dense(1, batch_input_shape=(None, 3))  # HUB406
K.layers.Flatten(batch_input_shape=[None, 8, 8])  # HUB406
layers.Conv2D(4, 3, batch_input_shape=(None, size, size, 3), activation="relu")  # HUB406
keras.layers.LSTM(4, batch_input_shape=(None, None, 3))  # HUB406
Input(3)  # HUB406
tf.keras.layers.Input(shape=4)  # HUB406
layers.InputLayer(input_shape=5)  # HUB406
Model(input=inputs, output=outputs)  # HUB406, HUB406
tf.keras.models.Model(inputs, output=outputs)  # HUB406

# output

import keras
import tensorflow as tf
import tensorflow.keras as K
from keras.layers import Dense, Input
from tensorflow.keras import Model, layers

Dense(1, input_shape=(3,))
K.layers.Flatten(input_shape=[8, 8])
layers.Conv2D(4, 3, input_shape=(size, size, 3), activation="relu")
keras.layers.LSTM(4, input_shape=(None, 3))
Input((3,))
tf.keras.layers.Input(shape=(4,))
layers.InputLayer(input_shape=(5,))
Model(inputs=inputs, outputs=outputs)
tf.keras.models.Model(inputs, outputs=outputs)
