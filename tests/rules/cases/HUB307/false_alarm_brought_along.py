# The model garden imports it itself.
# select: HUB307

import tensorflow_hub as hub
from official.nlp import optimization

preprocess = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3")
