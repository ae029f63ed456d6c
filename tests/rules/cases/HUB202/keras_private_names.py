# A builder with the name of TensorFlow's implementation goes with the session, which nothing else needs then.

import tensorflow as tf
from tensorflow.keras import backend as K
from tensorflow.python.saved_model import builder as saved_model_builder

model = tf.keras.models.load_model("model.h5")
builder = saved_model_builder.SavedModelBuilder("a")  # HUB202, HUB508
signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
with K.get_session() as sess:  # HUB512
    builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature})
builder.save()

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
