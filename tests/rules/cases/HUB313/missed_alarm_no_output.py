# A signature of TensorFlow 2's and one of a model that is known to be in its format; the results tell what is wanted.
# select: HUB313

import tensorflow_hub as hub

SIGNATURE = "image_classification"
KNOWN = "https://tfhub.dev/tensorflow/ssd_mobilenet_v2/2"


def served(folder, images):
    layer = hub.KerasLayer(folder, signature="serving_default")  # HUB313
    return layer(images)["logits"]


def given_as_what_stands_for_none(folder, images):
    layer = hub.KerasLayer(  # HUB313
        folder,
        signature="serve",  # as `export` calls it
        output_key=None,
    )
    outputs = layer(images)
    return outputs["logits"], outputs["features"]


def of_a_known_model(images):
    layer = hub.KerasLayer(KNOWN, signature=SIGNATURE)  # HUB313
    return layer(images)["logits"]


def of_a_loaded_object(images):
    loaded = hub.load(KNOWN)
    layer = hub.KerasLayer(loaded, signature="detect")  # HUB313
    return layer(images)["boxes"]


def told_no(folder, images):
    layer = hub.KerasLayer(folder, signature="serving_default", signature_outputs_as_dict=False)  # HUB313
    return layer(images)["logits"]

# output

import tensorflow_hub as hub

SIGNATURE = "image_classification"
KNOWN = "https://tfhub.dev/tensorflow/ssd_mobilenet_v2/2"


def served(folder, images):
    layer = hub.KerasLayer(folder, signature="serving_default", signature_outputs_as_dict=True)
    return layer(images)["logits"]


def given_as_what_stands_for_none(folder, images):
    layer = hub.KerasLayer(
        folder,
        signature="serve",  # as `export` calls it
        output_key=None,
        signature_outputs_as_dict=True,
    )
    outputs = layer(images)
    return outputs["logits"], outputs["features"]


def of_a_known_model(images):
    layer = hub.KerasLayer(KNOWN, signature=SIGNATURE, signature_outputs_as_dict=True)
    return layer(images)["logits"]


def of_a_loaded_object(images):
    loaded = hub.load(KNOWN)
    layer = hub.KerasLayer(loaded, signature="detect", signature_outputs_as_dict=True)
    return layer(images)["boxes"]


def told_no(folder, images):
    layer = hub.KerasLayer(folder, signature="serving_default", signature_outputs_as_dict=True)
    return layer(images)["logits"]
