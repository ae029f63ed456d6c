# The class is missed wherever it is read, called or not: in annotations, as a base class, handed on.
# select: HUB301
# note: it is not called here, so what it is for is not to be seen

import tensorflow_hub as hub


class Embedder(hub.Module):  # HUB301
    pass


def embed(module: hub.Module, x):  # HUB301
    return module(x)


make(hub.Module)  # HUB301
