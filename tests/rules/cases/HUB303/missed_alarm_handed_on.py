# The names are missed when they are handed on, too.
# select: HUB303

import tensorflow_hub as hub

columns = [make("sentence", url) for make in (hub.text_embedding_column, hub.text_embedding_column_v2)]  # HUB303, HUB303
size = hub.get_expected_image_size  # HUB303
