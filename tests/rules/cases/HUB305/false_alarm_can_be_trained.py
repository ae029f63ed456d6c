# Models that can be fine-tuned, layers that are not trained, and what is not certain.
# select: HUB305

import sys

import tensorflow_hub as hub

one = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", trainable=True)
two = hub.KerasLayer("https://tfhub.dev/google/elmo/3", trainable=False)
three = hub.KerasLayer("https://tfhub.dev/google/elmo/3", trainable="--train" in sys.argv)
four = hub.KerasLayer("models/own", trainable=True)
five = hub.KerasLayer("models/own", trainable=True, signature=None)
six = hub.KerasLayer("https://www.kaggle.com/models/google/nnlm/TensorFlow2/en-dim50/1", trainable=True)
seven = hub.KerasLayer(f"https://tfhub.dev/google/universal-sentence-encoder/{sys.argv[1]}", trainable=True)
two.trainable = False
two.other = True
eight = hub.load("https://tfhub.dev/google/elmo/3")
eight.trainable = True


def layer(handle="https://tfhub.dev/google/elmo/3", train=True, signature="default"):
    other = hub.KerasLayer("https://tfhub.dev/google/elmo/3", trainable=train)
    return other, hub.KerasLayer(handle, trainable=True), hub.KerasLayer("own", trainable=True, signature=signature)
