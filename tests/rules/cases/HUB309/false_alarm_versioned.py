# Handles with a version, those that the file completes elsewhere, pages that are no models, and Kaggle's.
# select: HUB309

import sys

import tensorflow_hub as hub

one = hub.load("https://tfhub.dev/google/yamnet/1")
two = hub.load("https://tfhub.dev/google/yamnet/" + sys.argv[1])
three = hub.load("https://tfhub.dev/google/collections/bert")
four = hub.load("https://tfhub.dev/google/something-new")
five = hub.load("https://www.kaggle.com/models/google/yamnet")
six = hub.load("models/yamnet")
seven = hub.load("https://tfhub.dev/google/yamnet/1/")
