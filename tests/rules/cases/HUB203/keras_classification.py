# Signatures of the other two kinds become predict signatures with the same names.

import tensorflow as tf
from keras import backend as K


def export(model):
    serving = tf.saved_model.predict_signature_def({"images": model.input}, {"scores": model.output})  # HUB203
    regress = tf.saved_model.regression_signature_def(model.input, model.output)  # HUB203
    classify = tf.saved_model.build_signature_def(  # HUB203
        inputs={tf.saved_model.signature_constants.CLASSIFY_INPUTS: tf.saved_model.build_tensor_info(model.input)},  # HUB203, HUB501
        outputs={
            tf.saved_model.signature_constants.CLASSIFY_OUTPUT_SCORES: tf.saved_model.build_tensor_info(model.output)  # HUB203, HUB501
        },
        method_name=tf.saved_model.signature_constants.CLASSIFY_METHOD_NAME,  # HUB501
    )
    builder = tf.saved_model.Builder("a")  # HUB202
    builder.add_meta_graph_and_variables(
        K.get_session(), ["serve"], {"predict": serving, "regress": regress, "classify": classify}
    )
    builder.save()

# output

import tensorflow as tf


def export(model):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="images"),
    ])
    def predict(images):
        return {"scores": model(images)}

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="inputs"),
    ])
    def regress(inputs):
        return {"outputs": model(inputs)}

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="inputs"),
    ])
    def classify(inputs):
        return {"scores": model(inputs)}

    module = tf.Module()
    module.predict = predict
    module.regress = regress
    module.classify = classify
    module.model_variables = model.variables
    tf.saved_model.save(
        module,
        "a",
        signatures={"predict": predict, "regress": regress, "classify": classify},
    )
