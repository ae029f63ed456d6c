# Compiled in one method, saved in another: `self.model` is the same in all of them.
# target: tf=2.15

import os

from tensorflow import keras


class Trainer:
    def __init__(self, folder):
        self.folder = folder
        self.model = self.other = None
        self.model = keras.Sequential([keras.Input([3]), keras.layers.Dense(1)])

    def train(self, data):
        self.model.compile("adam", "mse")
        self.model.fit(data)

    def publish(self):
        self.model.save(os.path.join(self.folder, "final"))  # HUB401
        self.model.save(os.path.join(self.folder, "final.h5"))  # HUB401
        self.model.save(os.path.join(self.folder, "final.keras"))  # HUB401
        keras.models.save_model(self.model, "final")  # HUB401

# output

import os

from tensorflow import keras


class Trainer:
    def __init__(self, folder):
        self.folder = folder
        self.model = self.other = None
        self.model = keras.Sequential([keras.Input([3]), keras.layers.Dense(1)])

    def train(self, data):
        self.model.compile("adam", "mse")
        self.model.fit(data)

    def publish(self):
        self.model.save(os.path.join(self.folder, "final"), include_optimizer=False)
        self.model.save(os.path.join(self.folder, "final.h5"), include_optimizer=False)
        keras.Model(self.model.inputs, self.model.outputs).save(os.path.join(self.folder, "final.keras"))
        keras.models.save_model(self.model, "final", include_optimizer=False)
