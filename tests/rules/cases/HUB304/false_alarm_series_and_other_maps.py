# Other things have a `map` too, and what they do with an object is theirs.
# select: HUB304

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/nnlm-en-dim50/1")


def by_series(series):
    return series.map(embed)


def by_own_map(items):
    def map(function, items):
        return function.signatures["default"]

    return map(embed, items)
