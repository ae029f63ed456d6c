# Functions that are spelled alike.
# select: HUB306

from tensorflow_hub import load
from own_layers import KerasLayer


def load(handle):
    return handle


one = KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/1")
two = load("https://tfhub.dev/google/nnlm-en-dim128/1")
