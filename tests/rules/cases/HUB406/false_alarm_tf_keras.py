# Keras 2 takes them.
# target: tf=2.21,keras=tf_keras

import tensorflow as tf

tf.keras.layers.Dense(1, batch_input_shape=(None, 3), weights=[kernel, bias], dynamic=True)
tf.keras.layers.LSTM(1, input_dim=3, input_length=4, time_major=True)
tf.keras.layers.BatchNormalization(fused=True)
tf.keras.Input(3)
