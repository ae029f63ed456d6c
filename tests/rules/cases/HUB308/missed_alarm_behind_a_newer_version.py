# A handle whose newer version is to be named is HUB306's; the next one is reported.
# select: HUB306, HUB308

import tensorflow_hub as hub

one = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim50/1")  # HUB306
two = hub.KerasLayer("https://tfhub.dev/google/elmo/3")  # HUB308

# output

import tensorflow_hub as hub

one = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim50/2")  # HUB308
two = hub.KerasLayer("https://tfhub.dev/google/elmo/3")
