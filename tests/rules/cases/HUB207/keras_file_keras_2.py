# With Keras 2 the old converter loads the file itself, and is kept for what only it does.
# target: tf=2.15

import tensorflow as tf

a = tf.lite.TFLiteConverter.from_keras_model_file("model.h5")  # HUB207
b = tf.lite.TFLiteConverter.from_keras_model_file(path, input_shapes={"x": [1, 3]})  # HUB207

# output

import tensorflow as tf

a = tf.lite.TFLiteConverter.from_keras_model(tf.keras.models.load_model("model.h5"))
b = tf.compat.v1.lite.TFLiteConverter.from_keras_model_file(path, input_shapes={"x": [1, 3]})
