# What is only served needs no model that can be called.
# target: tf=2.15,purpose=serve

import tensorflow as tf

model = tf.keras.models.load_model("model.h5")
with tf.keras.backend.get_session() as sess:  # HUB502
    tf.saved_model.simple_save(sess, "a", {"x": model.input}, {"y": model.output})  # HUB201

# output

import tensorflow as tf

model = tf.keras.models.load_model("model.h5")


@tf.function(input_signature=[
    tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
])
def serving_default(x):
    return {"y": model(x, training=False)}


module = tf.Module()
module.serving_default = serving_default
module.model_variables = model.variables
tf.saved_model.save(module, "a", signatures={"serving_default": serving_default})
