# In graph mode, Keras's session has the model: the names of TensorFlow 1 are enough.
# note: line 6 switches TensorFlow 2 behaviour off for the whole program; take it out once the rest of the file is migrated

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

tf.compat.v1.disable_eager_execution()
model = tf.keras.models.load_model("model.h5")
tf.compat.v1.saved_model.simple_save(  # HUB201
    tf.compat.v1.keras.backend.get_session(),  # HUB512
    "a",
    inputs={"x": model.input},
    outputs={"y": model.output},
)
