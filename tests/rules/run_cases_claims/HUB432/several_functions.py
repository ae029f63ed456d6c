# An object with two functions, which gets no signature, and with one as the default.
# on: 2.15, 2.21, legacy
# target: purpose=serve
# raises: KeyError: 'serving_default'

import tensorflow as tf


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32)])
    def add(self, inputs):
        return inputs + self.v


model = MyMulModel(2.0)
tf.saved_model.save(model, "my_mul/1")

# --- then
import tensorflow as tf

print(tf.saved_model.load("my_mul/1").signatures["serving_default"](inputs=tf.constant([10.0, 20.0])))

# --- right
import tensorflow as tf


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32)])
    def add(self, inputs):
        return inputs + self.v


model = MyMulModel(2.0)
tf.saved_model.save(model, "my_mul/1", signatures=model.__call__)

# --- then
import tensorflow as tf

print(tf.saved_model.load("my_mul/1").signatures["serving_default"](inputs=tf.constant([10.0, 20.0])))
