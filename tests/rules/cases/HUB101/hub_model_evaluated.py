# What a signature of a model of tensorflow_hub gives is a tensor, and its variables and tables have their values.

import tensorflow as tf
import tensorflow_hub as hub


def vectors(sentences):
    with tf.Graph().as_default():
        # Loaded for each call.
        module = hub.load("modules/text")
        outputs = module.signatures["default"](sentences)
        with tf.Session() as session:  # HUB101
            session.run([tf.global_variables_initializer(), tf.tables_initializer()])  # both  # HUB502, HUB502
            first, both = session.run([outputs["default"], outputs["default"] + outputs["twice"]])
            return first, both

# output

import tensorflow_hub as hub


def vectors(sentences):
    # Loaded for each call.
    module = hub.load("modules/text")
    outputs = module.signatures["default"](sentences)
    first, both = [outputs["default"].numpy(), (outputs["default"] + outputs["twice"]).numpy()]
    return first, both
