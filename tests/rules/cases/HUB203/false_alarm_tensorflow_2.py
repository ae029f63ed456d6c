# What TensorFlow 2 calls signatures, and constants.

import tensorflow as tf

signature = tf.function(lambda x: x, input_signature=[tf.TensorSpec(None)])
key = tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY
tf.saved_model.save(tf.Module(), "out", signatures={key: signature})
print(tf.saved_model.load("out").signatures["serving_default"].structured_outputs)
