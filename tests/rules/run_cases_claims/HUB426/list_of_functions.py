# A list of one signature.
# on: 2.15, 2.21, legacy
# raises: ValueError: Expected a TensorFlow function for which to generate a signature, but got [<
# right prints: ['serving_default']

import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
def serve(x):
    return {"double": 2.0 * x}


tf.saved_model.save(tf.Module(), "model", signatures=[serve])
print(list(tf.saved_model.load("model").signatures))
