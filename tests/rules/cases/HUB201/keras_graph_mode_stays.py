# In graph mode, Keras's session has the model: where the export is not rewritten, the names of TensorFlow 1 are enough.
# note: line 12 takes a key from the name of a tensor in TensorFlow 1's graph, which Keras names otherwise now; write the key that `saved_model_cli show` prints for an old export

import tensorflow as tf

tf.compat.v1.disable_eager_execution()
model = tf.keras.models.load_model("model.h5")
tf.saved_model.simple_save(  # HUB201
    tf.compat.v1.keras.backend.get_session(),  # HUB512
    "a",
    inputs={"x": model.input},
    outputs={t.name: t for t in model.outputs},
)

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

tf.compat.v1.disable_eager_execution()
model = tf.keras.models.load_model("model.h5")
tf.compat.v1.saved_model.simple_save(  # HUB201
    tf.compat.v1.keras.backend.get_session(),
    "a",
    inputs={"x": model.input},
    outputs={t.name: t for t in model.outputs},
)
