# Lines end as the file's own.
# select: HUB307

import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")  # HUB307

# output

import tensorflow_hub as hub
import tensorflow_text  # noqa: F401  (registers the ops of the model)

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")
