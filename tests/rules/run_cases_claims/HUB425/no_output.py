# A function that returns nothing.
# on: 2.15, 2.21, legacy
# raises: ValueError: Got a non-Tensor value None for key 'output_0'

import tensorflow as tf

v = tf.Variable(1.0)
module = tf.Module()
module.v = v


@tf.function(input_signature=[tf.TensorSpec([], tf.float32)])
def reset(x):
    v.assign(x)


tf.saved_model.save(module, "model", signatures={"reset": reset})

# --- right
import tensorflow as tf

v = tf.Variable(1.0)
module = tf.Module()
module.v = v


@tf.function(input_signature=[tf.TensorSpec([], tf.float32)])
def reset(x):
    return {"value": v.assign(x)}


tf.saved_model.save(module, "model", signatures={"reset": reset})
