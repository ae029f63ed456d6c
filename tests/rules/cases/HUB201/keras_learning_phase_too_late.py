# No learning phase that is set here reaches a model that is there already.

import tensorflow as tf
from tensorflow.keras import backend as K


def production(model, path):
    # Too late for a model that is there already.
    K.set_learning_phase(1)  # HUB512
    tf.saved_model.simple_save(K.get_session(), path, {"x": model.input}, {"y": model.output})  # HUB201, HUB512

# output

import tensorflow as tf


def production(model, path):
    # Too late for a model that is there already.
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, path, signatures={"serving_default": serving_default})
