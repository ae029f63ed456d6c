# On TensorFlow 1 the handles are the same, and so is the site.
# target: tf=1.15
# select: HUB308

import tensorflow_hub as hub

HANDLE = "https://tfhub.dev/google/elmo/3"  # HUB308
elmo = hub.Module(HANDLE, trainable=True)
