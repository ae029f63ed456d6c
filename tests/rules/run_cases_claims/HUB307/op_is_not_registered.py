# A model with an op of tensorflow_text; what is imported is a stand-in that registers this op alone.
# on: 2.15, 2.21, legacy
# model: tf2_case_fold https://tfhub.dev/google/universal-sentence-encoder-multilingual/3
# model: tensorflow_text tensorflow_text.py
# raises: Op type not registered 'CaseFoldUTF8'
# right prints: loaded

import tensorflow_hub as hub

encoder = hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")
print("loaded")
