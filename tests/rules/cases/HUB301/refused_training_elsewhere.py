# A file that only builds with a module that is to be trained has its session, and its optimizer, in another file.
# select: HUB301
# note: it is made to be trained, and what does so is not in this file

import tensorflow_hub as hub


def embedding(sentences):
    elmo = hub.Module("https://tfhub.dev/google/elmo/2", trainable=True)  # HUB301
    return elmo(sentences, signature="default", as_dict=True)["elmo"]
