# Keras 3 cannot be asked by the old converter: the model is loaded first.
# note: `input_arrays`, `input_shapes` and `output_arrays` have no counterpart for a Keras model
# note: a comment stands among the arguments

import tensorflow as tf

a = tf.lite.TFLiteConverter.from_keras_model_file("model.h5").convert()  # HUB207
b = tf.lite.TocoConverter.from_keras_model_file(model_file=path, custom_objects={"Own": Own})  # HUB207
c = tf.lite.TFLiteConverter.from_keras_model_file(path, input_shapes={"x": [1, 3]})  # HUB207
d = tf.lite.TFLiteConverter.from_keras_model_file(  # HUB207
    path,  # in HDF5
)

# output

import tensorflow as tf

a = tf.lite.TFLiteConverter.from_keras_model(tf.keras.models.load_model("model.h5")).convert()
b = tf.lite.TFLiteConverter.from_keras_model(tf.keras.models.load_model(path, custom_objects={"Own": Own}))
c = tf.lite.TFLiteConverter.from_keras_model_file(path, input_shapes={"x": [1, 3]})  # HUB207
d = tf.lite.TFLiteConverter.from_keras_model_file(  # HUB207
    path,  # in HDF5
)
