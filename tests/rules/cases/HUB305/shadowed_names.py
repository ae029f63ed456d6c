# Layers that are spelled alike.
# select: HUB305

from tensorflow_hub import KerasLayer
from own_layers import HubLayer


class KerasLayer:
    def __init__(self, handle, trainable):
        self.handle = handle


one = KerasLayer("https://tfhub.dev/google/elmo/3", trainable=True)
two = HubLayer("https://tfhub.dev/google/elmo/3", trainable=True)
