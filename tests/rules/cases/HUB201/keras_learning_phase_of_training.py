# The learning phase stays where a model is trained in it: the file asks for Keras 2 then, which has it.

import tensorflow as tf

tf.keras.backend.set_learning_phase(0)  # HUB512
model = tf.keras.models.load_model("model.h5")
model.fit(x, y)
tf.saved_model.simple_save(  # HUB201
    tf.keras.backend.get_session(),  # HUB512
    "a",
    inputs={"x": model.input},
    outputs={"y": model.output},
)

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

tf.keras.backend.set_learning_phase(0)
model = tf.keras.models.load_model("model.h5")
model.fit(x, y)


@tf.function(input_signature=[
    tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
])
def serving_default(x):
    return {"y": model(x)}


module = tf.Module()
module.serving_default = serving_default
module.model_variables = model.variables
tf.saved_model.save(module, "a", signatures={"serving_default": serving_default})
