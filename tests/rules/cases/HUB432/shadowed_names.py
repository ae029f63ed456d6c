# A save that is not TensorFlow's.
# target: tf=2.21,purpose=serve
# select: HUB432

import tensorflow as tf
from mylibrary import save

module = tf.Module()
module.double = tf.function(lambda x: 2.0 * x, input_signature=[tf.TensorSpec([None], tf.float32)])
save(module, "a/1", signatures={"predict": module.double})


def export(tf):
    tf.saved_model.save(module, "a/1", signatures={"predict": module.double})
