# Who wants to change least gets the old converter, where it was meant.
# target: tf=2.15,level=compat

import tensorflow as tf

tf.logging.info("convert")  # HUB509
a = tf.lite.TFLiteConverter.from_saved_model("export")  # HUB207
a.post_training_quantize = True
b = tf.lite.TFLiteConverter.from_keras_model_file("model.h5")  # HUB207
assert isinstance(a, tf.lite.TFLiteConverter)  # HUB207

# output

import tensorflow as tf

tf.compat.v1.logging.info("convert")
a = tf.compat.v1.lite.TFLiteConverter.from_saved_model("export")
a.post_training_quantize = True
b = tf.compat.v1.lite.TFLiteConverter.from_keras_model_file("model.h5")
assert isinstance(a, tf.compat.v1.lite.TFLiteConverter)
