# What comments say of the export stays with it, what they say of sessions and learning phases goes with these.
# ignore: HUB510

import tensorflow as tf
from tensorflow.keras import backend as K

# Inference only
K.set_learning_phase(0)  # no dropout  # HUB512

# Load the weights
model = tf.keras.models.load_model("model.h5")

# Get the session
sess = K.get_session()  # HUB512
# Make the tables ready
sess.run(tf.tables_initializer())  # HUB502

# Export the model for serving
builder = tf.saved_model.builder.SavedModelBuilder("out")  # HUB202

# Build the SignatureDef map
signature = tf.saved_model.predict_signature_def(  # HUB203
    inputs={"x": model.input},
    outputs={"y": model.output},
)

# One tag, one signature
builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature})
# Write it
builder.save()
# Done
print("exported")

# output

import tensorflow as tf

# Load the weights
model = tf.keras.models.load_model("model.h5")


# Export the model for serving
# One tag, one signature
# Write it
@tf.function(input_signature=[
    tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
])
def serving_default(x):
    return {"y": model(x)}


module = tf.Module()
module.serving_default = serving_default
module.model_variables = model.variables
tf.saved_model.save(module, "out", signatures={"serving_default": serving_default})
# Done
print("exported")
