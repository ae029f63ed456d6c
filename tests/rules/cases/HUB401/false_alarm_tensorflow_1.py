# On TensorFlow 1.15 the flag does not keep the weights of the optimizer out of a SavedModel.
# target: tf=1.15

import tensorflow as tf

model = tf.keras.Sequential()
model.compile("adam", "mse")
model.save("out/1")
