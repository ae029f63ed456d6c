# There is no line to put the import below.
# select: HUB307
# note: the file does not import `tensorflow_hub`, certainly and on a line of its own

import os; import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")  # HUB307
