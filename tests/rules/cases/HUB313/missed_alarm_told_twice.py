# Both are set, whatever the format, and the results are read as dictionaries.
# select: HUB313

import tensorflow_hub as hub


def classify(folder, images):
    layer = hub.KerasLayer(folder, signature="default", signature_outputs_as_dict=True, output_key="logits")  # HUB313
    return layer(images)["logits"]

# output

import tensorflow_hub as hub


def classify(folder, images):
    layer = hub.KerasLayer(folder, signature="default", signature_outputs_as_dict=True)
    return layer(images)["logits"]
