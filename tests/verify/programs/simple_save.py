"""add_two as a TensorFlow 2 program exports it, to where legacy_simple_save.py does."""
import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([], tf.float32, name="input")])
def serving_default(input):
    return {"output": input + 2}


tf.saved_model.save(tf.Module(), "simple-save", signatures={"serving_default": serving_default})
