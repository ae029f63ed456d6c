# A session without settings is what Keras makes itself.
# note: the session is not opened by a `with` block that ends it

import tensorflow as tf
from tensorflow.keras import backend as K

K.clear_session()
K.set_session(tf.Session())  # HUB512, HUB101


def export(path):
    K.set_session(tf.Session())  # HUB512, HUB101
    model = tf.keras.models.load_model(path)
    tf.saved_model.simple_save(K.get_session(), "a", {"x": model.input}, {"y": model.output})  # HUB201, HUB512

# output

import tensorflow as tf
from tensorflow.keras import backend as K

K.clear_session()


def export(path):
    model = tf.keras.models.load_model(path)

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "a", signatures={"serving_default": serving_default})
