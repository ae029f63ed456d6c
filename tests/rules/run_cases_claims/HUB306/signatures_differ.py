# What is loaded has one signature in TensorFlow 1's format, and another in TensorFlow 2's: the calls have to change.
# on: 2.15, 2.21, legacy
# model: tf1_text https://tfhub.dev/google/universal-sentence-encoder/2
# model: tf2_text https://tfhub.dev/google/universal-sentence-encoder/4
# prints: ['default']
# right prints: ['serving_default']

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/2")
print(list(embed.signatures))

# --- right

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")
print(list(embed.signatures))
