# Kaggle's handles, folders, and addresses that nobody loads.
# select: HUB308

import tensorflow_hub as hub

# https://tfhub.dev/google/elmo/3
one = hub.load("https://www.kaggle.com/models/google/elmo/TensorFlow1/elmo/3")
two = hub.load("models/tfhub.dev/elmo")
three = hub.load("https://example.com/tfhub.dev/elmo.tar.gz")
print("see https://tfhub.dev/google/elmo/3")
