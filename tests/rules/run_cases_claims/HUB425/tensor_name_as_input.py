# The name that a tensor had in TensorFlow 1, which is no name of an input.
# on: 2.15, 2.21, legacy
# raises: ValueError: Got non-flat/non-unique argument names for SavedModel signature 'serving_default'
# right prints: [4.]

import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32, name="x:0")])
def serve(x):
    return {"double": 2.0 * x}


tf.saved_model.save(tf.Module(), "model", signatures=serve)
served = tf.saved_model.load("model").signatures["serving_default"]
print(served(x=tf.constant([2.0]))["double"].numpy())
