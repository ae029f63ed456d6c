# Models that their publishers mark: the first trains nothing, silently, as it has no weights to train.
# select: HUB305

import tensorflow_hub as hub

SPEECH = "https://tfhub.dev/google/yamnet/1"

preprocess = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3", trainable=True)  # HUB305
sounds = hub.KerasLayer(SPEECH, trainable=True)  # HUB305

# output

import tensorflow_hub as hub

SPEECH = "https://tfhub.dev/google/yamnet/1"

preprocess = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3")
sounds = hub.KerasLayer(SPEECH)
