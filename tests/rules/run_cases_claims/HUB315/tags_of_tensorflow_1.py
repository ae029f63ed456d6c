# TensorFlow 2 saves one graph, under the tag "serve".
# on: 2.15, 2.21, legacy
# model: tf2_text https://tfhub.dev/google/universal-sentence-encoder/4
# raises: ValueError: Got an incompatible argument to `tags`: {'train'}. The SavedModel at
# right prints: (2, 4)

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/4", tags={"train"})
print(embed(tf.constant(["one", "two"])).shape)
