# The ways in which a handle is loaded; only the first is reported.
# select: HUB308

import tensorflow_hub
from tensorflow_hub import KerasLayer as HubLayer

one = HubLayer("https://tfhub.dev/google/universal-sentence-encoder/4")  # HUB308
two = tensorflow_hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
