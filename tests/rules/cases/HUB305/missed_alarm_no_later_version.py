# Without a later version, what the layer cannot do is not asked for.
# select: HUB305
# note: there is no later version that can be fine-tuned

import tensorflow_hub as hub

bert = hub.KerasLayer("https://tfhub.dev/google/bert_uncased_L-12_H-768_A-12/1", trainable=True, name="bert")  # HUB305
albert = hub.KerasLayer(
    "https://tfhub.dev/google/albert_base/3",
    trainable=True,  # HUB305
    signature="tokens",
    output_key="pooled_output",
)
kaggle = hub.KerasLayer("https://www.kaggle.com/models/google/elmo/TensorFlow1/elmo/3", True)  # HUB305

# output

import tensorflow_hub as hub

bert = hub.KerasLayer("https://tfhub.dev/google/bert_uncased_L-12_H-768_A-12/1", name="bert")
albert = hub.KerasLayer(
    "https://tfhub.dev/google/albert_base/3",
    signature="tokens",
    output_key="pooled_output",
)
kaggle = hub.KerasLayer("https://www.kaggle.com/models/google/elmo/TensorFlow1/elmo/3")
