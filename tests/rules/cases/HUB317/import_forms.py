# The ways in which Keras and the layer get into a file.
# target: tf=2.15
# select: HUB317

import keras
import tensorflow as tf
import tensorflow_hub
from tensorflow.keras import Sequential, models
from tensorflow.keras.models import load_model, save_model
from tensorflow_hub import KerasLayer, load

loaded = load("published/1")
one = Sequential([KerasLayer(loaded)])
one.save("one.h5")  # HUB317
other = tensorflow_hub.load("published/2")
two = keras.Sequential([tensorflow_hub.KerasLayer(other)])
keras.models.save_model(two, "two.keras")  # HUB317
three = models.Sequential([KerasLayer("published/3")])
save_model(three, "three.h5")
load_model("three.h5")  # HUB317
tf.keras.models.load_model("three.h5")  # HUB317
keras.saving.load_model(filepath="three.h5")  # HUB317

# output

import keras
import tensorflow as tf
import tensorflow_hub
from tensorflow.keras import Sequential, models
from tensorflow.keras.models import load_model, save_model
from tensorflow_hub import KerasLayer

one = Sequential([KerasLayer("published/1")])
one.save("one.h5")
two = keras.Sequential([tensorflow_hub.KerasLayer("published/2")])
keras.models.save_model(two, "two.keras")
three = models.Sequential([KerasLayer("published/3")])
save_model(three, "three.h5")
load_model("three.h5", custom_objects={"KerasLayer": KerasLayer})
tf.keras.models.load_model("three.h5", custom_objects={"KerasLayer": KerasLayer})
keras.saving.load_model(filepath="three.h5", custom_objects={"KerasLayer": KerasLayer})
