# The inputs and outputs are dicts that are filled on the way, and stay where they are read besides.

import keras
import tensorflow as tf
from keras import backend as K


def filled(model):
    inputs = dict(x=model.input)
    outputs = {}
    outputs["y"] = model.output
    tf.saved_model.simple_save(K.get_session(), "a", inputs, outputs)  # HUB201


def printed(model):
    outputs = {}
    outputs["y"] = model.output
    tf.saved_model.simple_save(K.get_session(), "b", {"x": model.input}, outputs)  # HUB201
    print(outputs)

# output

import keras
import tensorflow as tf


def filled(model):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "a", signatures={"serving_default": serving_default})


def printed(model):
    outputs = {}
    outputs["y"] = model.output

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "b", signatures={"serving_default": serving_default})
    print(outputs)
