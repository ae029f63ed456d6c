# One of the models can be called, or nobody can tell which model it is.
# select: HUB304

import sys

import tensorflow_hub as hub

either = hub.load(f"https://tfhub.dev/google/universal-sentence-encoder/{sys.argv[1]}")
either(["one"])
chosen = hub.load("https://tfhub.dev/google/elmo/3" if small else "https://tfhub.dev/google/universal-sentence-encoder/4")
chosen(["one"])
own = hub.load("models/elmo")
own(["one"])
new = hub.load("https://tfhub.dev/somebody/something/1")
new(["one"])
unversioned = hub.load("https://tfhub.dev/google/universal-sentence-encoder")
unversioned(["one"])


def encode(handle="https://tfhub.dev/google/elmo/3"):
    return hub.load(handle)(["one"])


def replaced(sentences):
    embed = hub.load("https://tfhub.dev/google/elmo/3")
    if sentences:
        embed = len
    return embed(sentences)
