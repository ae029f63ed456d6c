# Arguments that are not written out take nothing from what is wrong.
# select: HUB303

import tensorflow_hub as hub

a = hub.text_embedding_column(*arguments)  # HUB303
b = hub.image_embedding_column("photo", **options)  # HUB303
