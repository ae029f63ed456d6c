# Arguments that are not written out may be the old converter's, where TensorFlow 1 is spoken.
# note: the arguments are not written out

import tensorflow as tf

parts = [tf.float32, tf.log(1.0)]  # HUB501
a = tf.lite.TFLiteConverter.from_session(*parts)  # HUB207
b = tf.lite.TFLiteConverter.from_saved_model("export", **options)  # HUB207
c = tf.lite.TFLiteConverter.from_keras_model_file(*parts)  # HUB207

# output

import tensorflow as tf

parts = [tf.float32, tf.math.log(1.0)]
a = tf.compat.v1.lite.TFLiteConverter.from_session(*parts)
b = tf.compat.v1.lite.TFLiteConverter.from_saved_model("export", **options)
c = tf.lite.TFLiteConverter.from_keras_model_file(*parts)  # HUB207
