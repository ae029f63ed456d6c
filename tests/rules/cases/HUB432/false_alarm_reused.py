# What is not served needs no default; what is asked for may come from another save or another folder.
# select: HUB432

import tensorflow as tf

module = tf.Module()
module.double = tf.function(lambda x: 2.0 * x, input_signature=[tf.TensorSpec([None], tf.float32)])
tf.saved_model.save(module, "a", signatures={"predict": module.double})
loaded = tf.saved_model.load("a")
loaded.signatures["predict"](tf.constant([1.0]))
tf.saved_model.load("b").signatures["serving_default"](tf.constant([1.0]))

tf.saved_model.save(module, "twice", signatures={"predict": module.double})
tf.saved_model.save(module, "twice", signatures={"serving_default": module.double})
tf.saved_model.load("twice").signatures["serving_default"](tf.constant([1.0]))
