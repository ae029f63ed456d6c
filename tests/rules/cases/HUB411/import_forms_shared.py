# Saves and exports by method, told by the path or by the function round them.
# target: tf=2.15

import os

from tensorflow import keras
from tensorflow.keras.layers import Dense, Softmax

OUT = os.path.join("out", "tfhub", "1")


def publish(folder):
    model = keras.Sequential([keras.layers.Input([3]), Dense(3), Softmax()])
    model.save(folder, include_optimizer=False)  # HUB411


model = keras.models.Sequential()
model.add(Dense(3, activation="softmax"))
model.export(OUT)  # HUB411
