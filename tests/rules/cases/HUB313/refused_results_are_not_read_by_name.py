# Only the model tells the names of its outputs.
# select: HUB313
# note: only the model tells the names of its outputs

import tensorflow_hub as hub


def unread(folder):
    return hub.KerasLayer(folder, signature="serving_default")  # HUB313


def handed_on(folder, images):
    layer = hub.KerasLayer(folder, signature="serving_default")  # HUB313
    return layer(images)


def read_in_two_ways(folder, images):
    layer = hub.KerasLayer(folder, signature="serving_default")  # HUB313
    outputs = layer(images)
    print(outputs)
    return outputs["logits"]


def read_by_number(folder, images):
    layer = hub.KerasLayer(folder, signature="serving_default")  # HUB313
    return layer(images)[0]


def kept(folder, images):
    layer = hub.KerasLayer(folder, signature="serving_default")  # HUB313
    outputs = layer(images)
    outputs = outputs["logits"]
    return outputs
