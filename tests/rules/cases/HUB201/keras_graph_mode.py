# The switch to graph mode goes with the export, which was all that needed it.

import tensorflow as tf

tf.compat.v1.disable_eager_execution()
model = tf.keras.models.load_model("model.h5")
tf.saved_model.simple_save(  # HUB201
    tf.compat.v1.keras.backend.get_session(),  # HUB512
    "a",
    inputs={"x": model.input},
    outputs={"y": model.output},
)

# output

import tensorflow as tf

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
