# Every model that the handle can name needs the ops.
# select: HUB307

import sys

import tensorflow as tf
import tensorflow_hub as hub
# Models by language.
from own import LANGUAGES

PREPROCESS = {"cased": "https://tfhub.dev/tensorflow/bert_en_cased_preprocess/3", "uncased": "https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3"}

preprocess = hub.KerasLayer(PREPROCESS[sys.argv[1]])  # HUB307
wiki = hub.load(f"https://tfhub.dev/google/wiki40b-lm-{sys.argv[2]}/1")  # HUB307

# output

import sys

import tensorflow as tf
import tensorflow_hub as hub
import tensorflow_text  # noqa: F401  (registers the ops of the model)
# Models by language.
from own import LANGUAGES

PREPROCESS = {"cased": "https://tfhub.dev/tensorflow/bert_en_cased_preprocess/3", "uncased": "https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3"}

preprocess = hub.KerasLayer(PREPROCESS[sys.argv[1]])
wiki = hub.load(f"https://tfhub.dev/google/wiki40b-lm-{sys.argv[2]}/1")
