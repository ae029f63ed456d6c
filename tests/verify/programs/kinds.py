"""All element types through one signature each."""
import tensorflow as tf
def make(dtype):
    return tf.function(lambda x: {"y": tf.identity(x)}, input_signature=[tf.TensorSpec([None], dtype, name="x")])
kinds = ["float16", "bfloat16", "float64", "int8", "uint8", "int64", "uint64", "bool", "string", "complex64", "complex128"]
tf.saved_model.save(tf.Module(), "kinds", signatures={k: make(getattr(tf, k)) for k in kinds})
