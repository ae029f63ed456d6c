# Encoders take numbers: what their pages import tensorflow_text for is the preprocessor.
# select: HUB307

import tensorflow_hub as hub

one = hub.KerasLayer("https://tfhub.dev/google/LaBSE/2", trainable=True)
two = hub.KerasLayer("https://tfhub.dev/google/electra_small/2", trainable=True)
three = hub.load("https://tfhub.dev/tensorflow/bert_en_uncased_L-12_H-768_A-12/4")
