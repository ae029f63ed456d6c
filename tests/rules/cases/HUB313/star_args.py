# What stands behind a star may be what is missing.
# select: HUB313

import tensorflow_hub as hub


def build(handle, more, options, inputs):
    one = hub.KerasLayer("published/1", signature="serving_default", **options)
    two = hub.KerasLayer(*more, signature="serving_default")
    three = hub.KerasLayer("published/1", signature="serving_default")  # HUB313
    return one, two, three(*inputs)["logits"]

# output

import tensorflow_hub as hub


def build(handle, more, options, inputs):
    one = hub.KerasLayer("published/1", signature="serving_default", **options)
    two = hub.KerasLayer(*more, signature="serving_default")
    three = hub.KerasLayer("published/1", signature="serving_default", signature_outputs_as_dict=True)
    return one, two, three(*inputs)["logits"]
