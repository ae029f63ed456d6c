# The imports that choose the Keras, and the spellings of the switch.
# select: HUB311

import os
import os as system

import tensorflow_hub as hub
from tensorflow.keras import layers

os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311
system.environ["TF_USE_LEGACY_KERAS"] = "True"  # HUB311
os.environ.setdefault("TF_USE_LEGACY_KERAS", "true")  # HUB311

print(hub.KerasLayer, layers.Dense)

# output

import os
import os as system

os.environ["TF_USE_LEGACY_KERAS"] = "1"
system.environ["TF_USE_LEGACY_KERAS"] = "True"
os.environ.setdefault("TF_USE_LEGACY_KERAS", "true")
import tensorflow_hub as hub
from tensorflow.keras import layers

print(hub.KerasLayer, layers.Dense)
