# The layer is told, once.
# select: HUB313

import tensorflow_hub as hub

one = hub.KerasLayer("published/1", signature="serving_default", output_key="logits")
two = hub.KerasLayer("published/1", signature="serving_default", signature_outputs_as_dict=True)
three = hub.KerasLayer("published/1", signature="serving_default", output_key="a", signature_outputs_as_dict=False)
four = hub.KerasLayer("published/1")
five = hub.KerasLayer("published/1", signature=None)
six = hub.KerasLayer("published/1", output_key="logits")


def chosen(key, as_dict):
    layer = hub.KerasLayer("published/1", signature="serving_default", output_key=key)
    other = hub.KerasLayer("published/1", signature="serving_default", signature_outputs_as_dict=as_dict)
    return layer, other, hub.KerasLayer("published/1", signature="a", output_key=key, signature_outputs_as_dict=True)
