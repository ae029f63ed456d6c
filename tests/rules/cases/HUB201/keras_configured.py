# A session that Keras is given for its settings is no part of the export: the file asks for Keras 2 then, which takes it.
# note: it is not part of the export that follows

import tensorflow as tf
from tensorflow.keras import backend as K

config = tf.ConfigProto()  # HUB502
config.gpu_options.allow_growth = True
K.set_session(tf.Session(config=config))  # HUB512, HUB101

model = tf.keras.models.load_model("model.h5")
tf.saved_model.simple_save(K.get_session(), "a", {"x": model.input}, {"y": model.output})  # HUB201, HUB512


def by_name(path):
    sess = tf.Session(config=config)  # HUB101
    K.set_session(sess)  # HUB512
    model = tf.keras.models.load_model(path)
    tf.saved_model.simple_save(sess, "b", {"x": model.input}, {"y": model.output})  # HUB201
    sess.close()

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

config = tf.compat.v1.ConfigProto()
config.gpu_options.allow_growth = True
tf.compat.v1.keras.backend.set_session(tf.compat.v1.Session(config=config))  # HUB101

model = tf.keras.models.load_model("model.h5")


@tf.function(input_signature=[
    tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
])
def serving_default(x):
    return {"y": model(x)}


module = tf.Module()
module.serving_default = serving_default
module.model_variables = model.variables
tf.saved_model.save(module, "a", signatures={"serving_default": serving_default})


def by_name(path):
    sess = tf.compat.v1.Session(config=config)  # HUB101
    tf.compat.v1.keras.backend.set_session(sess)
    model = tf.keras.models.load_model(path)

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "b", signatures={"serving_default": serving_default})
