# However Keras is imported, and whatever the model is: a name, an attribute, a subclass, what a function returns.
# target: tf=2.21,purpose=serve
# note: the file does not show that the model has seen data, without which `export` raises ValueError
# note: the model is not a plain name
# note: whoever loads this model is not in this file, and looks for it under the old name

import keras
import tensorflow.keras as K
from keras.models import Sequential
from tensorflow.keras import Model, models
from tensorflow.keras.callbacks import ModelCheckpoint
from tensorflow.keras.models import save_model


class Net(Model):
    def keep(self):
        self.save("a")  # HUB402


class Trainer:
    def __init__(self):
        self.model = K.Sequential([K.Input([3])])

    def keep(self):
        self.model.save("b")  # HUB402


def make():
    return Sequential([keras.Input([3])])


make().save("c")  # HUB402
models.load_model("whole.keras").save("d")  # HUB402
save_model(make(), "e")  # HUB402
ModelCheckpoint("f")  # HUB402
ModelCheckpoint("g", "val_loss", 0, False, False)  # HUB402

# output

import keras
import tensorflow.keras as K
from keras.models import Sequential
from tensorflow.keras import Model, models
from tensorflow.keras.callbacks import ModelCheckpoint
from tensorflow.keras.models import save_model


class Net(Model):
    def keep(self):
        self.save("a")  # HUB402


class Trainer:
    def __init__(self):
        self.model = K.Sequential([K.Input([3])])

    def keep(self):
        self.model.export("b")


def make():
    return Sequential([keras.Input([3])])


make().save("c")  # HUB402
models.load_model("whole.keras").save("d")  # HUB402
save_model(make(), "e")  # HUB402
ModelCheckpoint("f")  # HUB402
ModelCheckpoint("g", "val_loss", 0, False, False)  # HUB402
