# What is given by position has others behind it.
# select: HUB313
# note: the output is given by position

import tensorflow_hub as hub

layer = hub.KerasLayer("published/1", False, None, None, None, "default", True, "logits", None)  # HUB313
print(layer([[1.0]])["logits"])
