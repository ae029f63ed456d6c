# Keras 2 has the model write itself where it is to be used again: that can be called and trained on, too.
# target: tf=2.15

import os

import keras
import tensorflow as tf
from keras import backend as K


def named(model):
    tf.saved_model.simple_save(K.get_session(), "a", {"x": model.input}, {"y": model.output})  # HUB201


def where_bytes_may_come(model, path):
    tf.saved_model.simple_save(K.get_session(), path, {"x": model.input}, {"y": model.output})  # HUB201


def where_a_file_is_meant(model):
    tf.saved_model.simple_save(K.get_session(), "a.h5", {"x": model.input}, {"y": model.output})  # HUB201

# output

import os

import keras
import tensorflow as tf


def named(model):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x, training=False)}

    model.save("a", include_optimizer=False, signatures={"serving_default": serving_default})


def where_bytes_may_come(model, path):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x, training=False)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, path, signatures={"serving_default": serving_default})


def where_a_file_is_meant(model):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x, training=False)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "a.h5", signatures={"serving_default": serving_default})
