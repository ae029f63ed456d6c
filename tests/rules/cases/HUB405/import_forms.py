# However Keras is imported, and whatever the model is: a name, an attribute, a subclass, what a function returns.
# note: whoever loads these weights is not in this file, and looks for them under the old name

import keras
import tensorflow as tf
import tensorflow.keras as K
from keras.models import Sequential
from tensorflow.keras import Model, models
from tensorflow.keras.callbacks import ModelCheckpoint


class Net(Model):
    def keep(self):
        self.save_weights("a.h5")  # HUB405


class Trainer:
    def __init__(self):
        self.model = K.Sequential([K.Input([3])])

    def keep(self):
        self.model.save_weights("b.h5")  # HUB405


def make():
    return Sequential([keras.Input([3])])


model = make()
model.save_weights("c.h5")  # HUB405
models.load_model("whole.keras").save_weights("d.h5")  # HUB405
ModelCheckpoint("e.h5", save_weights_only=True)  # HUB405
tf.keras.callbacks.ModelCheckpoint("f.h5", "val_loss", 0, False, True)  # HUB405
