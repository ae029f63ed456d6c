# The tensors of some layers have other names than in TensorFlow 1, and so would the keys that are made of them.
# note: line 8 takes a key from the name of a tensor in TensorFlow 1's graph, which Keras names otherwise now; write the key that `saved_model_cli show` prints for an old export; the tensors of line 7 have other names in Keras 2 today than in TensorFlow 1

import tensorflow as tf
from tensorflow.keras.layers import LSTM, Dense

model = tf.keras.Sequential([LSTM(2, input_shape=(3, 4)), Dense(1)])
outputs = {t.name: t for t in model.outputs}
tf.saved_model.simple_save(tf.keras.backend.get_session(), "a", {"x": model.input}, outputs)  # HUB201, HUB512, HUB404

# output

import tensorflow as tf
from tensorflow.keras.layers import LSTM, Dense

model = tf.keras.Sequential([LSTM(2, input_shape=(3, 4)), Dense(1)])
outputs = {t.name: t for t in model.outputs}
tf.saved_model.simple_save(tf.keras.backend.get_session(), "a", {"x": model.inputs[0]}, outputs)  # HUB201, HUB512
