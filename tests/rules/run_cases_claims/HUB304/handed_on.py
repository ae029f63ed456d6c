# A data set calls what it is given; the object is no function.
# on: 2.15, 2.21, legacy
# model: tf1_text https://tfhub.dev/google/nnlm-en-dim128/1
# raises: ValueError: Argument `func` must be a callable

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/nnlm-en-dim128/1")
sentences = tf.data.Dataset.from_tensor_slices(["one", "two"]).batch(2)
for vectors in sentences.map(embed):
    print(vectors.shape)

# --- right

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/nnlm-en-dim128/1")
sentences = tf.data.Dataset.from_tensor_slices(["one", "two"]).batch(2)
for vectors in sentences.map(lambda batch: embed.signatures["default"](batch)["default"]):
    print(vectors.shape)
