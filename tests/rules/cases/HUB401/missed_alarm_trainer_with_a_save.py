# The `save` of a class that is no model says nothing about the model that it holds.
# target: tf=2.15

from tensorflow import keras


class Net(keras.Model):
    def call(self, x):
        return x


class Trainer:
    def __init__(self):
        self.model = Net()
        self.model.compile("adam", "mse")

    def save(self):
        self.model.save("out/1")  # HUB401

# output

from tensorflow import keras


class Net(keras.Model):
    def call(self, x):
        return x


class Trainer:
    def __init__(self):
        self.model = Net()
        self.model.compile("adam", "mse")

    def save(self):
        self.model.save("out/1", include_optimizer=False)
