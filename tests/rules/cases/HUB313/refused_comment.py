# The comment speaks of what would go.
# select: HUB313
# note: a comment stands among the arguments that would go

import tensorflow_hub as hub

layer = hub.KerasLayer(  # HUB313
    "published/1",
    signature="serving_default",
    signature_outputs_as_dict=True,
    output_key="logits",  # not the probabilities
    trainable=False,
)
print(layer([[1.0]])["logits"])
