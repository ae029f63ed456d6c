# What no Keras has any more stays.

import tensorflow as tf

tf.keras.utils.multi_gpu_model(model, 2)  # HUB512
tf.keras.wrappers.scikit_learn.KerasClassifier(model)  # HUB512
cell = tf.keras.experimental.PeepholeLSTMCell  # HUB512
