# Signatures behind a star may have the default.
# target: tf=2.21,purpose=serve
# select: HUB432

import tensorflow as tf

module = tf.Module()
module.double = tf.function(lambda x: 2.0 * x, input_signature=[tf.TensorSpec([None], tf.float32)])
tf.saved_model.save(*[module, "a/1"], signatures={"predict": module.double})
tf.saved_model.save(module, "a/1", signatures={"predict": module.double, **more})
