# Names that are spelled alike and mean something else.
# select: HUB304

import tensorflow_hub as hub


class hub:
    @staticmethod
    def load(handle):
        return len


def load(handle):
    return len


embed = hub.load("https://tfhub.dev/google/elmo/3")
embed(["one"])
other = load("https://tfhub.dev/google/elmo/3")
other(["one"])


def encode(hub, sentences):
    model = hub.load("https://tfhub.dev/google/elmo/3")
    return model(sentences)
