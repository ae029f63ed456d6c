# A session that is fetched for the export of a model goes with it; one that does something else is none of its parts.

import tensorflow as tf
from tensorflow.keras import backend as K

model = tf.keras.models.load_model("model.h5")
print(K.get_session().list_devices())  # HUB512
sess = K.get_session()  # HUB512
tf.saved_model.simple_save(sess, "a", {"x": model.input}, {"y": model.output})  # HUB201

# output

import tensorflow as tf
from tensorflow.keras import backend as K

model = tf.keras.models.load_model("model.h5")
print(K.get_session().list_devices())  # HUB512


@tf.function(input_signature=[
    tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
])
def serving_default(x):
    return {"y": model(x)}


module = tf.Module()
module.serving_default = serving_default
module.model_variables = model.variables
tf.saved_model.save(module, "a", signatures={"serving_default": serving_default})
