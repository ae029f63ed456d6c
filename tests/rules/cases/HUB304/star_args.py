# What stands behind a star is not seen: neither the handle nor the input.
# select: HUB304
# note: the call has more than the input, and what a signature takes has to be looked up

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/elmo/3")


def encode(arguments, options, handle):
    unknown = hub.load(*handle)
    unknown(arguments)
    return embed(*arguments), embed(**options)  # HUB304, HUB304
