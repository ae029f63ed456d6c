# Code that provides for both releases of tensorflow_hub is right as it stands.
# select: HUB303

import tensorflow_hub as hub

try:
    column = hub.text_embedding_column("sentence", "modules/text")
except AttributeError:
    column = None
