# On TensorFlow 1 such a program has other troubles.
# target: tf=1.15
# select: HUB304

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/elmo/3")
embed(["one"])
