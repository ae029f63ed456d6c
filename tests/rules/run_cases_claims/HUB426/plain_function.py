# A Python function, as the migration guide's reader writes it first.
# on: 2.15, 2.21, legacy
# raises: ValueError: Expected a TensorFlow function for which to generate a signature, but got <function serve

import tensorflow as tf


def serve(x):
    return {"double": 2.0 * x}


tf.saved_model.save(tf.Module(), "model", signatures={"serving_default": serve})

# --- right
import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
def serve(x):
    return {"double": 2.0 * x}


tf.saved_model.save(tf.Module(), "model", signatures={"serving_default": serve})
