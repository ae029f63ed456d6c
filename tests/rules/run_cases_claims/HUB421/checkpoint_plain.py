# MyMulModel, whose `__call__` TensorFlow does not know of, loaded and called.
# on: 2.15, 2.21, legacy
# raises: TypeError: '_UserObject' object is not callable

import tensorflow as tf


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(MyMulModel(2.0), "my_mul")

# --- then
import tensorflow as tf

print(tf.saved_model.load("my_mul")(tf.constant([10.0, 20.0])).numpy())

# --- right
import tensorflow as tf


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(MyMulModel(2.0), "my_mul")

# --- then
import tensorflow as tf

print(tf.saved_model.load("my_mul")(tf.constant([10.0, 20.0])).numpy())
