# A signature cannot be trained, whatever the model.
# select: HUB305

import tensorflow_hub as hub


def layers(folder):
    one = hub.KerasLayer(folder, signature="serving_default", output_key="output_0", trainable=True)  # HUB305
    two = hub.KerasLayer(folder, True, signature="serving_default", signature_outputs_as_dict=True)  # HUB305
    return one, two

# output

import tensorflow_hub as hub


def layers(folder):
    one = hub.KerasLayer(folder, signature="serving_default", output_key="output_0")
    two = hub.KerasLayer(folder, signature="serving_default", signature_outputs_as_dict=True)
    return one, two
