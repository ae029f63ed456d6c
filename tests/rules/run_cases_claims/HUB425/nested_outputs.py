# Outputs in each other.
# on: 2.15, 2.21, legacy
# raises: ValueError: Got a non-Tensor value {'double': <tf.Tensor

import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
def serve(x):
    return {"scores": {"double": 2.0 * x, "half": 0.5 * x}}


tf.saved_model.save(tf.Module(), "model", signatures=serve)

# --- right
import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
def serve(x):
    return {"scores_double": 2.0 * x, "scores_half": 0.5 * x}


tf.saved_model.save(tf.Module(), "model", signatures=serve)
