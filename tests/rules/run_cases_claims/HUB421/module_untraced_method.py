# A method of a `tf.Module`, and a function that is set on one.
# on: 2.15, 2.21, legacy
# raises: ValueError: Found zero restored functions for caller function.

import tensorflow as tf


class MyMulModel(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function
    def predict(self, inputs, training=False):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(MyMulModel(2.0), "my_mul")
loaded = tf.saved_model.load("my_mul")
print(loaded.predict(tf.constant([10.0, 20.0])).numpy())

# --- right
import tensorflow as tf


class MyMulModel(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def predict(self, inputs, training=False):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(MyMulModel(2.0), "my_mul")
loaded = tf.saved_model.load("my_mul")
print(loaded.predict(tf.constant([10.0, 20.0])).numpy())
