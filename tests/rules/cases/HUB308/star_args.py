# A handle behind a star is not seen.
# select: HUB308

import tensorflow_hub as hub

one = hub.KerasLayer(*["https://tfhub.dev/google/universal-sentence-encoder/4"])
