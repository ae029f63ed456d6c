# Handles that something else reads, or that are put together.
# select: HUB309
# note: line 10 reads the handle too
# note: the handle is put together from parts
# note: the handle stands where other code may read it

import tensorflow_hub as hub

SOUND = "https://tfhub.dev/google/yamnet"  # HUB309
print(SOUND)
one = hub.load(SOUND)
two = hub.load("https://tfhub.dev/google/" + "vggish")  # HUB309
three = hub.load(["https://tfhub.dev/google/vggish"][0])  # HUB309
