# What stands behind a star may be anything.
# select: HUB305
# note: there is no later version that can be fine-tuned

import tensorflow_hub as hub

options = {"trainable": True}
one = hub.KerasLayer("https://tfhub.dev/google/elmo/3", **options)
two = hub.KerasLayer(*["https://tfhub.dev/google/elmo/3", True])
three = hub.KerasLayer("https://tfhub.dev/google/elmo/3", trainable=True, **options)  # HUB305

# output

import tensorflow_hub as hub

options = {"trainable": True}
one = hub.KerasLayer("https://tfhub.dev/google/elmo/3", **options)
two = hub.KerasLayer(*["https://tfhub.dev/google/elmo/3", True])
three = hub.KerasLayer("https://tfhub.dev/google/elmo/3", **options)
