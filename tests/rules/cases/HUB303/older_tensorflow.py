# tensorflow_hub 0.16 wants TensorFlow 2.14; an older one goes with a tensorflow_hub that has the names.
# target: tf=2.12
# select: HUB303

import tensorflow_hub as hub

column = hub.text_embedding_column("sentence", "modules/text")
