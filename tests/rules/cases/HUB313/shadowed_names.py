# Names that are spelled alike and mean something else.
# select: HUB313

import tensorflow_hub as hub


class KerasLayer:
    def __init__(self, handle, signature):
        self.handle = handle, signature


def build(hub):
    return hub.KerasLayer("published/1", signature="serving_default")


one = KerasLayer("published/1", signature="serving_default")
two = hub.load("published/1").signatures["serving_default"]
