# Models by every name, losses by name, function, class and object.

import keras
import tensorflow as tf
from tensorflow.keras import layers, losses
from tensorflow.keras.models import Model, Sequential

first = Sequential()
first.add(layers.Dense(4, "relu"))
first.add(layers.Dense(3))
first.compile("adam", "categorical_crossentropy")  # HUB410

inputs = tf.keras.Input([3])
outputs = layers.Dense(3, activation=None)(layers.Dense(4, activation="relu")(inputs))
second = Model(inputs, outputs)
second.compile(optimizer="adam", loss=losses.SparseCategoricalCrossentropy())  # HUB410

third = keras.Sequential([keras.layers.Dense(3, "linear")])
third.compile("adam", loss=keras.losses.sparse_categorical_crossentropy)  # HUB410
fourth = keras.Sequential([keras.layers.Dense(3)])
fourth.compile(
    loss=keras.losses.CategoricalCrossentropy(  # HUB410
        label_smoothing=0.1,
    ),
)

# output

import keras
import tensorflow as tf
from tensorflow.keras import layers, losses
from tensorflow.keras.models import Model, Sequential

first = Sequential()
first.add(layers.Dense(4, "relu"))
first.add(layers.Dense(3))
first.compile("adam", losses.CategoricalCrossentropy(from_logits=True))

inputs = tf.keras.Input([3])
outputs = layers.Dense(3, activation=None)(layers.Dense(4, activation="relu")(inputs))
second = Model(inputs, outputs)
second.compile(optimizer="adam", loss=losses.SparseCategoricalCrossentropy(from_logits=True))

third = keras.Sequential([keras.layers.Dense(3, "linear")])
third.compile("adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
fourth = keras.Sequential([keras.layers.Dense(3)])
fourth.compile(
    loss=keras.losses.CategoricalCrossentropy(
        label_smoothing=0.1,
        from_logits=True,
    ),
)
