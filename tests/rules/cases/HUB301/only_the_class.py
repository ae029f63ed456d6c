# Where only the class was imported, the import of the package comes in its place.
# select: HUB301

from tensorflow_hub import Module

embed = Module("modules/text")  # HUB301


def vectors(sentences):
    return embed(sentences)

# output

import tensorflow_hub as hub

embed = hub.load("modules/text")


def vectors(sentences):
    return embed.signatures["default"](sentences)["default"]
