# The project says that it runs with tf_keras.
# target: keras=tf_keras

import tensorflow as tf

tf.keras.backend.set_learning_phase(0)
tf.compat.v1.keras.backend.get_session()
tf.keras.layers.experimental.preprocessing.Rescaling(1 / 255)
