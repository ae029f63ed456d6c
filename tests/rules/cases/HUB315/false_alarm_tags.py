# Tags that the models have, that nobody knows, or of models that nobody knows.
# select: HUB315

import sys

import tensorflow.compat.v1 as tf1
import tensorflow_hub as hub

one = hub.load("https://tfhub.dev/google/yamnet/1")
two = hub.load("https://tfhub.dev/google/yamnet/1", tags=None)
three = hub.load("https://tfhub.dev/google/yamnet/1", tags={"serve"})
four = hub.load("https://tfhub.dev/google/yamnet/1", tags="serve")
five = hub.load("https://tfhub.dev/google/yamnet/1", tags=sys.argv[1:])
six = hub.load("https://tfhub.dev/google/yamnet/1", tags=[sys.argv[1]])
seven = hub.load("https://tfhub.dev/google/elmo/3", tags=[])
eight = hub.KerasLayer("https://tfhub.dev/google/elmo/3", tags={"train"})
nine = hub.load("https://tfhub.dev/google/elmo/3", tags={"gen", "bs64"})
ten = hub.load("models/own", tags=["train"])
eleven = hub.load("https://tfhub.dev/google/yamnet/1", tags=set(sys.argv[1:]))
twelve = hub.load("https://tfhub.dev/google/yamnet/1", tags=frozenset(["serve"]))
with tf1.Session() as session:
    tf1.saved_model.loader.load(session, ["serve"], "models/1")
    tf1.saved_model.loader.load(session, {"train"}, "models/1")
    tf1.saved_model.loader.load(session, [], "models/1")
    tf1.saved_model.loader.load(session, "", "models/1")
    tf1.saved_model.loader.load(session, TAG, "models/1")
