# A handle behind a star is not seen.
# select: HUB307

import tensorflow_hub as hub

one = hub.KerasLayer(*["https://tfhub.dev/google/universal-sentence-encoder-multilingual/3"])
two = hub.KerasLayer("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3", **options)  # HUB307

# output

import tensorflow_hub as hub
import tensorflow_text  # noqa: F401  (registers the ops of the model)

one = hub.KerasLayer(*["https://tfhub.dev/google/universal-sentence-encoder-multilingual/3"])
two = hub.KerasLayer("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3", **options)
