# A feature column embedded by a module; a layer gives the same, for modules of TensorFlow 1's format, too.
# on: 2.15, 2.21, legacy
# model: tf1_text https://tfhub.dev/google/nnlm-en-dim128/1
# raises: AttributeError: module 'tensorflow_hub' has no attribute 'text_embedding_column'
# right prints: [[1. 1. 1. 1.]

import tensorflow_hub as hub

column = hub.text_embedding_column(key="sentence", module_spec="https://tfhub.dev/google/nnlm-en-dim128/1")

# --- right
import tensorflow as tf
import tensorflow_hub as hub

features = {"sentence": tf.constant(["one", "two"])}
layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/1")
print(layer(features["sentence"]).numpy())
