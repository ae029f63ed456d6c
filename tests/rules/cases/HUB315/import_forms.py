# The ways in which the functions get into a file.
# select: HUB315

import tensorflow.compat.v1 as tf1
import tensorflow_hub
import tensorflow_hub as hub
from tensorflow.compat.v1.saved_model import loader
from tensorflow.python.saved_model import loader_impl
from tensorflow_hub import KerasLayer as HubLayer

one = tensorflow_hub.load("https://tfhub.dev/google/yamnet/1", tags=[])  # HUB315
two = hub.load("https://tfhub.dev/google/yamnet/1", {"train"})  # HUB315
three = HubLayer("https://tfhub.dev/google/yamnet/1", tags=["train"])  # HUB315
with tf1.Session() as session:
    tf1.saved_model.load(session, "serve", "models/1")  # HUB315
    loader.load(session, tags="serve", export_dir="models/1")  # HUB315
    loader_impl.load(session, "serve", "models/1")  # HUB315

# output

import tensorflow.compat.v1 as tf1
import tensorflow_hub
import tensorflow_hub as hub
from tensorflow.compat.v1.saved_model import loader
from tensorflow.python.saved_model import loader_impl
from tensorflow_hub import KerasLayer as HubLayer

one = tensorflow_hub.load("https://tfhub.dev/google/yamnet/1")
two = hub.load("https://tfhub.dev/google/yamnet/1")
three = HubLayer("https://tfhub.dev/google/yamnet/1")
with tf1.Session() as session:
    tf1.saved_model.load(session, ["serve"], "models/1")
    loader.load(session, tags=["serve"], export_dir="models/1")
    loader_impl.load(session, ["serve"], "models/1")
