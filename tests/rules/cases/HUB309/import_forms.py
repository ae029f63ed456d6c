# The ways in which a handle is loaded.
# select: HUB309

import tensorflow_hub
import tensorflow_hub as hub
from tensorflow_hub import KerasLayer as HubLayer, resolve

one = tensorflow_hub.load("https://tfhub.dev/google/yamnet")  # HUB309
two = hub.Module("https://tfhub.dev/google/elmo")  # HUB309
three = HubLayer(handle="tfhub.dev/google/yamnet/")  # HUB309
four = resolve("https://tfhub.dev/google/yamnet?tf-hub-format=compressed")  # HUB309

# output

import tensorflow_hub
import tensorflow_hub as hub
from tensorflow_hub import KerasLayer as HubLayer, resolve

one = tensorflow_hub.load("https://tfhub.dev/google/yamnet/1")
two = hub.Module("https://tfhub.dev/google/elmo/3")
three = HubLayer(handle="tfhub.dev/google/yamnet/1")
four = resolve("https://tfhub.dev/google/yamnet/1?tf-hub-format=compressed")
