# A handle behind a star is not seen, and what is behind another does not matter.
# select: HUB309

import tensorflow_hub as hub

one = hub.KerasLayer(*["https://tfhub.dev/google/yamnet"])
two = hub.KerasLayer("https://tfhub.dev/google/yamnet", **options)  # HUB309

# output

import tensorflow_hub as hub

one = hub.KerasLayer(*["https://tfhub.dev/google/yamnet"])
two = hub.KerasLayer("https://tfhub.dev/google/yamnet/1", **options)
