# Versions of TensorFlow 2, models without one, handles that are not seen, and modules of TensorFlow 1's own API.
# select: HUB306

import tensorflow_hub as hub

one = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2")
two = hub.KerasLayer("https://tfhub.dev/google/elmo/3")
three = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
four = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128")
five = hub.KerasLayer(f"https://tfhub.dev/google/nnlm-{language}-dim50/1")
six = hub.KerasLayer("https://www.kaggle.com/models/google/nnlm/TensorFlow1/en-dim50/1")
seven = hub.Module("https://tfhub.dev/google/nnlm-en-dim128/1")
eight = hub.resolve("https://tfhub.dev/google/nnlm-en-dim128/1")
nine = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/99")
ten = hub.KerasLayer("models/nnlm-en-dim128/1")
