# The ways in which the two layers get into a file.
# target: tf=2.15
# select: HUB312

import tensorflow as tf
import tensorflow_hub
import tensorflow_hub as hub
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.layers import Lambda
from tensorflow_hub import KerasLayer

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/2"

one = hub.KerasLayer(HANDLE, trainable=True)
two = tensorflow_hub.KerasLayer(HANDLE, True)
three = KerasLayer(HANDLE, trainable=True)
four = KerasLayer(HANDLE, trainable=True)
model = keras.Sequential(
    [
        tf.keras.layers.Lambda(lambda x: one(x)),  # HUB312
        layers.Lambda(lambda text: two(text)),  # HUB312
        Lambda(function=lambda x: three(x)),  # HUB312
        keras.layers.Lambda(four),  # HUB312
    ]
)

# output

import tensorflow_hub
import tensorflow_hub as hub
from tensorflow import keras
from tensorflow_hub import KerasLayer

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/2"

one = hub.KerasLayer(HANDLE, trainable=True)
two = tensorflow_hub.KerasLayer(HANDLE, True)
three = KerasLayer(HANDLE, trainable=True)
four = KerasLayer(HANDLE, trainable=True)
model = keras.Sequential(
    [
        one,
        two,
        three,
        four,
    ]
)
