# Functions that are spelled alike.
# select: HUB307

from own_models import KerasLayer, load

one = load("https://tfhub.dev/google/LaBSE/2")
two = KerasLayer("https://tfhub.dev/google/LaBSE/2")
