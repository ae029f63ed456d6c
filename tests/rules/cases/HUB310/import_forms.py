# The ways in which Keras, TensorFlow and the layer get into a file.
# select: HUB310

import tensorflow as tf
import tensorflow_hub
import tensorflow_hub as hub
from tensorflow import keras
from tensorflow.keras import Sequential
from tensorflow.keras.models import Sequential as Stack
from tensorflow_hub import KerasLayer

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/2"

one = tf.keras.Sequential([tensorflow_hub.KerasLayer(HANDLE)])  # HUB310
two = keras.Sequential([hub.KerasLayer(HANDLE)])  # HUB310
three = Sequential(layers=[KerasLayer(HANDLE)])  # HUB310
four = Stack([KerasLayer(handle=HANDLE), keras.layers.Dense(1)])  # HUB310

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub
import tensorflow_hub as hub
from tensorflow import keras
from tensorflow.keras import Sequential
from tensorflow.keras.models import Sequential as Stack
from tensorflow_hub import KerasLayer

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/2"

one = tf.keras.Sequential([tensorflow_hub.KerasLayer(HANDLE)])
two = keras.Sequential([hub.KerasLayer(HANDLE)])
three = Sequential(layers=[KerasLayer(HANDLE)])
four = Stack([KerasLayer(handle=HANDLE), keras.layers.Dense(1)])
