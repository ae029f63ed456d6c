# Functions that are spelled alike.
# select: HUB308

from own_models import KerasLayer, load


class hub:
    Module = resolve = str


one = load("https://tfhub.dev/google/universal-sentence-encoder/4")
two = KerasLayer("https://tfhub.dev/google/universal-sentence-encoder/4")
three = hub.resolve("https://tfhub.dev/google/universal-sentence-encoder/4")
