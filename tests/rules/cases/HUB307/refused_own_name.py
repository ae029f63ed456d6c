# The name stands for something else here.
# select: HUB307
# note: the file has a `tensorflow_text` of its own

import tensorflow_hub as hub

tensorflow_text = open("text.txt").read()
embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")  # HUB307
