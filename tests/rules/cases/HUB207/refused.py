# What is left to a person, with the reason.
# note: a converter that is made as TensorFlow 2 makes it is of the new class
# note: a comment stands beside an argument that goes
# note: whether it is quantized is not said in a plain way

import tensorflow as tf

tf.logging.info("convert")  # HUB509


def convert(folder, converter):
    if isinstance(converter, tf.lite.TFLiteConverter):  # HUB207
        return converter.convert()
    made = tf.lite.TFLiteConverter.from_saved_model(  # HUB207
        folder,
        # the graph's own
        input_arrays=None,
        signature_key="serving_default",
    )
    made.post_training_quantize = folder and not converter  # HUB207
    return made.convert()

# output

import tensorflow as tf
from absl import logging

logging.info("convert")


def convert(folder, converter):
    if isinstance(converter, tf.lite.TFLiteConverter):
        return converter.convert()
    made = tf.lite.TFLiteConverter.from_saved_model(  # HUB207
        folder,
        # the graph's own
        input_arrays=None,
        signature_key="serving_default",
    )
    made.post_training_quantize = folder and not converter  # HUB207
    return made.convert()
