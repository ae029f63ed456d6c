# Where the format has changed from one version to another, the code does not tell which it was written for.
# select: HUB309
# note: its versions have different formats, and the code does not say which it was written for

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder")  # HUB309
