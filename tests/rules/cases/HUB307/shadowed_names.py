# Functions that are spelled alike.
# select: HUB307

from own_models import KerasLayer, load

one = load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")
two = KerasLayer("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")
