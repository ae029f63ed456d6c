# The ways in which the layer gets into a file.
# select: HUB313
# note: only the model tells the names of its outputs

import tensorflow_hub
import tensorflow_hub as hub
import tensorflow_hub as tfhub
from tensorflow_hub import KerasLayer
from tensorflow_hub import KerasLayer as Layer

HANDLE = "https://tfhub.dev/google/nnlm-en-dim128/2"

one = hub.KerasLayer(HANDLE, signature="serving_default")  # HUB313
two = tensorflow_hub.KerasLayer(HANDLE, signature="serving_default")  # HUB313
three = tfhub.KerasLayer(handle=HANDLE, signature="serving_default")  # HUB313
four = KerasLayer(HANDLE, signature="serving_default")  # HUB313
five = Layer(HANDLE, False, None, None, None, "serving_default")  # HUB313
