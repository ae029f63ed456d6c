# The optimizer by every import; each class takes `learning_rate`.

import keras
import tensorflow as tf
from tensorflow import keras as k
from tensorflow.keras import optimizers
from tensorflow.keras.optimizers import Adam

a = tf.keras.optimizers.Adam(lr=0.1)  # HUB511
b = k.optimizers.SGD(lr=0.1, momentum=0.9)  # HUB511
c = optimizers.RMSprop(lr=0.1)  # HUB511
d = Adam(lr=0.1)  # HUB511
e = keras.optimizers.Adagrad(lr=0.1)  # HUB511

# output

import keras
import tensorflow as tf
from tensorflow import keras as k
from tensorflow.keras import optimizers
from tensorflow.keras.optimizers import Adam

a = tf.keras.optimizers.Adam(learning_rate=0.1)
b = k.optimizers.SGD(learning_rate=0.1, momentum=0.9)
c = optimizers.RMSprop(learning_rate=0.1)
d = Adam(learning_rate=0.1)
e = keras.optimizers.Adagrad(learning_rate=0.1)
