# The ways in which the two functions get into a file.
# select: HUB306
# note: the signatures of what is loaded are called in another way in the newer version

import tensorflow_hub
import tensorflow_hub as hub
from tensorflow_hub import KerasLayer
from tensorflow_hub import load as load_module

one = tensorflow_hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/1")  # HUB306
two = hub.KerasLayer(handle="https://tfhub.dev/google/nnlm-en-dim128/1")  # HUB306
three = KerasLayer("tfhub.dev/google/nnlm-en-dim128/1")  # HUB306
four = load_module("https://tfhub.dev/google/nnlm-en-dim128/1")  # HUB306

# output

import tensorflow_hub
import tensorflow_hub as hub
from tensorflow_hub import KerasLayer
from tensorflow_hub import load as load_module

one = tensorflow_hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2")
two = hub.KerasLayer(handle="https://tfhub.dev/google/nnlm-en-dim128/2")
three = KerasLayer("tfhub.dev/google/nnlm-en-dim128/2")
four = load_module("https://tfhub.dev/google/nnlm-en-dim128/1")  # HUB306
