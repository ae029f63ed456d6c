# Also where the target's Keras is Keras 2: it has the old backend's session under `tf.compat.v1` alone.
# target: tf=2.15

import tensorflow as tf

tf.keras.backend.get_session()  # HUB502
tf.keras.backend.set_learning_phase(0)
tf.keras.utils.multi_gpu_model(model, 2)  # HUB512

# output

import tensorflow as tf

tf.compat.v1.keras.backend.get_session()
tf.keras.backend.set_learning_phase(0)
tf.keras.utils.multi_gpu_model(model, 2)  # HUB512
