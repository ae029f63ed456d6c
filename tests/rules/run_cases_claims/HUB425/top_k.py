# A function of TensorFlow that returns two tensors.
# on: 2.15, 2.21, legacy
# raises: ValueError: Got a non-Tensor value TopKV2(values=

import tensorflow as tf


def serve(x):
    return {"best": tf.nn.top_k(x, 2)}


concrete = tf.function(serve).get_concrete_function(tf.TensorSpec([None], tf.float32))
tf.saved_model.save(tf.Module(), "model", signatures={"serving_default": concrete})

# --- right
import tensorflow as tf


def serve(x):
    values, indices = tf.nn.top_k(x, 2)
    return {"values": values, "indices": indices}


concrete = tf.function(serve).get_concrete_function(tf.TensorSpec([None], tf.float32))
tf.saved_model.save(tf.Module(), "model", signatures={"serving_default": concrete})
