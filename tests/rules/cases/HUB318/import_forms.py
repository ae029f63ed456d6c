# Models and layers by other names, the path in a variable, arguments on lines of their own.
# select: HUB318

import keras
import tensorflow_hub as tfhub
from tensorflow.keras import Input, Sequential, layers
from tensorflow_hub import KerasLayer

OUT = "exported/1"

first = Sequential([Input([3]), layers.Dense(1)])
first.export(OUT)
one = KerasLayer(OUT)  # HUB318
second = keras.Sequential([keras.layers.Input([3])])
second.export(filepath="second")
two = tfhub.KerasLayer(  # HUB318
    handle="second",
    name="two",
)

# output

import keras
import tensorflow_hub as tfhub
from tensorflow.keras import Input, Sequential, layers
from tensorflow_hub import KerasLayer

OUT = "exported/1"

first = Sequential([Input([3]), layers.Dense(1)])
first.export(OUT)
one = KerasLayer(OUT, signature="serving_default", output_key="output_0")
second = keras.Sequential([keras.layers.Input([3])])
second.export(filepath="second")
two = tfhub.KerasLayer(
    handle="second",
    name="two",
    signature="serving_default",
    output_key="output_0",
)
