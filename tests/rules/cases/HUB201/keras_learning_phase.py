# The learning phase was set for the export; where a model is trained later, it was set for that, too.

import tensorflow as tf
from tensorflow.keras import backend as K

# Ignore dropout.
K.set_learning_phase(0)  # HUB512

trained = tf.keras.models.load_model("model.h5")


def export(path):
    K.set_learning_phase(False)  # at inference  # HUB512

    model = tf.keras.models.load_model("model.h5")
    with K.get_session() as sess:  # HUB512
        tf.saved_model.simple_save(sess, path, {"x": model.input}, {"y": model.output})  # HUB201

# output

import tensorflow as tf

trained = tf.keras.models.load_model("model.h5")


def export(path):
    model = tf.keras.models.load_model("model.h5")

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, path, signatures={"serving_default": serving_default})
