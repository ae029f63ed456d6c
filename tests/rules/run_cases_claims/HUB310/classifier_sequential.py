# The classifier of the page on reusing SavedModels, as it stands there, with a stand-in for the published model.
# on: 2.21
# fresh
# model: tf2_text https://tfhub.dev/google/nnlm-en-dim128/2
# raises: Only instances of `keras.Layer` can be added to a Sequential model
# right prints: (2, 1)

import tensorflow as tf
import tensorflow_hub as hub

hub_url = "https://tfhub.dev/google/nnlm-en-dim128/2"
embed = hub.KerasLayer(hub_url)
embeddings = embed(tf.constant(["A long sentence.", "single-word", "http://example.com"]))
print(embeddings.shape, embeddings.dtype)

model = tf.keras.Sequential([
    embed,
    tf.keras.layers.Dense(16, activation="relu"),
    tf.keras.layers.Dense(1, activation="sigmoid"),
])
print(model(tf.constant(["good", "bad"])).shape)
