# Without eager execution `tf.lite` itself makes a converter of the old class, which reads what is set on it.

import tensorflow as tf

tf.compat.v1.disable_eager_execution()
converter = tf.lite.TFLiteConverter.from_saved_model("export")
converter.post_training_quantize = True
model = converter.convert()
