# The ways in which `hub.KerasLayer` gets into a file.
# select: HUB305
# note: there is no later version that can be fine-tuned

import tensorflow_hub
import tensorflow_hub as hub
from tensorflow_hub import KerasLayer
from tensorflow_hub import KerasLayer as HubLayer

one = tensorflow_hub.KerasLayer("https://tfhub.dev/google/elmo/3", trainable=True)  # HUB305
two = hub.KerasLayer("https://tfhub.dev/google/elmo/3", True)  # HUB305
three = KerasLayer(handle="https://tfhub.dev/google/elmo/3", trainable=True)  # HUB305
four = HubLayer("https://tfhub.dev/google/elmo/3", trainable=True)  # HUB305

# output

import tensorflow_hub
import tensorflow_hub as hub
from tensorflow_hub import KerasLayer
from tensorflow_hub import KerasLayer as HubLayer

one = tensorflow_hub.KerasLayer("https://tfhub.dev/google/elmo/3")
two = hub.KerasLayer("https://tfhub.dev/google/elmo/3")
three = KerasLayer(handle="https://tfhub.dev/google/elmo/3")
four = HubLayer("https://tfhub.dev/google/elmo/3")
