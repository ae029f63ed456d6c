# Which part of which model a tensor of the signature is: one of several inputs and outputs, or the output of a layer.

import keras
import tensorflow as tf
from keras import backend as K


def first(model):
    tf.saved_model.simple_save(K.get_session(), "a", {"input": model.inputs[0]}, {"y": model.outputs[0]})  # HUB201


def several(model):
    tf.saved_model.simple_save(  # HUB201
        K.get_session(),
        "b",
        inputs={"type": model.inputs[1], "my-image": model.inputs[0]},
        outputs={"boxes:0": model.outputs[0], "scores": model.outputs[1]},
    )


def by_position(model):
    outputs = {"boxes": model.output[0], "scores": model.output[1]}
    tf.saved_model.simple_save(K.get_session(), "c", {"x": model.input[0]}, outputs)  # HUB201


def of_layers(model, name):
    x = model.layers[0].input
    y = model.get_layer(name).output
    tf.saved_model.simple_save(K.get_session(), "d", {"x": x}, {"y": y, "z": model.layers[-1].output})  # HUB201


def of_two_models(base, head):
    tf.saved_model.simple_save(K.get_session(), "e", {"x": base.input}, {"y": head.output})  # HUB201


def printed(model):
    inputs = {"x": model.input}
    tf.saved_model.simple_save(K.get_session(), "f", inputs, {"y": model.output})  # HUB201
    print(inputs)


def taken(serving_default, module, tf_model):
    print(serving_default, module)
    tf.saved_model.simple_save(K.get_session(), "g", {"tf_model": tf_model.input}, {"y": tf_model.output})  # HUB201

# output

import keras
import tensorflow as tf


def first(model):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="input"),
    ])
    def serving_default(input_):
        outputs = tf.nest.flatten(model(input_))
        return {"y": outputs[0]}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "a", signatures={"serving_default": serving_default})


def several(model):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="my-image"),
        tf.TensorSpec(shape=model.inputs[1].shape, dtype=model.inputs[1].dtype, name="type"),
    ])
    def serving_default(my_image, type_):
        outputs = tf.nest.flatten(model([my_image, type_]))
        return {"boxes:0": outputs[0], "scores": outputs[1]}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "b", signatures={"serving_default": serving_default})


def by_position(model):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        outputs = tf.nest.flatten(model(x))
        return {"boxes": outputs[0], "scores": outputs[1]}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "c", signatures={"serving_default": serving_default})


def of_layers(model, name):
    serving_model = keras.Model(
        model.inputs,
        {"y": model.get_layer(name).output, "z": model.layers[-1].output},
    )

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return serving_model(x)

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = serving_model.variables
    tf.saved_model.save(module, "d", signatures={"serving_default": serving_default})


def of_two_models(base, head):
    serving_model = keras.Model(base.inputs, {"y": head.outputs[0]})

    @tf.function(input_signature=[
        tf.TensorSpec(shape=base.inputs[0].shape, dtype=base.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return serving_model(x)

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = serving_model.variables
    tf.saved_model.save(module, "e", signatures={"serving_default": serving_default})


def printed(model):
    inputs = {"x": model.input}

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "f", signatures={"serving_default": serving_default})
    print(inputs)


def taken(serving_default, module, tf_model):
    print(serving_default, module)

    @tf.function(input_signature=[
        tf.TensorSpec(
            shape=tf_model.inputs[0].shape,
            dtype=tf_model.inputs[0].dtype,
            name="tf_model",
        ),
    ])
    def serving_default_(tf_model_):
        return {"y": tf_model(tf_model_)}

    module_ = tf.Module()
    module_.serving_default_ = serving_default_
    module_.model_variables = tf_model.variables
    tf.saved_model.save(module_, "g", signatures={"serving_default": serving_default_})
