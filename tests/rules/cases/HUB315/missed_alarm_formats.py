# Each format has its own tags, however they are written.
# select: HUB315

import tensorflow_hub as hub

TRAIN = "train"
INFERENCE = {"serve"}


def load(train):
    new = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4", tags=set())  # HUB315
    newer = hub.KerasLayer(
        "https://tfhub.dev/google/nnlm-en-dim50/2",
        trainable=True,
        tags=[TRAIN],  # HUB315
    )
    old = hub.load("https://tfhub.dev/google/elmo/3", tags=INFERENCE)  # HUB315
    older = hub.KerasLayer("https://tfhub.dev/google/elmo/3", tags=("serve", "train"), name="elmo")  # HUB315
    kaggle = hub.load("https://www.kaggle.com/models/google/nnlm/TensorFlow2/en-dim50/1", set(["train"]))  # HUB315
    text = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4", tags="train")  # HUB315
    return new, newer, old, older, kaggle, text

# output

import tensorflow_hub as hub

TRAIN = "train"
INFERENCE = {"serve"}


def load(train):
    new = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
    newer = hub.KerasLayer(
        "https://tfhub.dev/google/nnlm-en-dim50/2",
        trainable=True,
    )
    old = hub.load("https://tfhub.dev/google/elmo/3")
    older = hub.KerasLayer("https://tfhub.dev/google/elmo/3", name="elmo")
    kaggle = hub.load("https://www.kaggle.com/models/google/nnlm/TensorFlow2/en-dim50/1")
    text = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
    return new, newer, old, older, kaggle, text
