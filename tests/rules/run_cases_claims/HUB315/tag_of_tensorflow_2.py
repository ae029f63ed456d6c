# Modules of TensorFlow 1 hold no graph under "serve".
# on: 2.15, 2.21, legacy
# model: tf1_text https://tfhub.dev/google/elmo/3
# raises: RuntimeError: MetaGraphDef associated with tags {'serve'} could not be found in SavedModel
# right prints: ['default']

import tensorflow_hub as hub

elmo = hub.load("https://tfhub.dev/google/elmo/3", tags={"serve"})
print(list(elmo.signatures))
