# Functions that are spelled alike.
# select: HUB309

from own_models import KerasLayer, load

one = load("https://tfhub.dev/google/yamnet")
two = KerasLayer("https://tfhub.dev/google/yamnet")
