# Functions that are spelled alike.
# select: HUB315

from own_models import loader, load

one = load("https://tfhub.dev/google/yamnet/1", tags=[])
two = loader.load(one, "serve", "models/1")
