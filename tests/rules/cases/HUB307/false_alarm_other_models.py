# Models that need no such ops, or are not known.
# select: HUB307

import sys

import tensorflow_hub as hub

one = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
two = hub.load("models/multilingual")
three = hub.load(sys.argv[1])
four = hub.load("https://tfhub.dev/somebody/preprocess/1")
five = hub.load(f"https://tfhub.dev/{sys.argv[1]}/2")
six = hub.resolve("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")
seven = hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3" if sys.argv else "models/multilingual")


class Encoder:
    handle = None

    def __init__(self):
        self.handle = None
        self.model = hub.load(self.handle)
