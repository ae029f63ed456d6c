# Most who asked for a module that can be trained only evaluated it.

import tensorflow as tf
import tensorflow_hub as hub

elmo = hub.Module("modules/elmo", trainable=True)  # HUB301
session = tf.compat.v1.train.MonitoredSession()
embeddings = elmo(["one", "two"], signature="default", as_dict=True)["elmo"]

# output

import tensorflow as tf
import tensorflow_hub as hub

elmo = hub.load("modules/elmo")
session = tf.compat.v1.train.MonitoredSession()
embeddings = elmo.signatures["default"](["one", "two"])["elmo"]
