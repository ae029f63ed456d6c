# MyMulModel with a `tf.function` that has no graph yet; the loaded one can be made, but not called.
# on: 2.15, 2.21, legacy
# raises: ValueError: Found zero restored functions for caller function.

import tensorflow as tf


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function
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

    @tf.function
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


model = MyMulModel(2.0)
model.__call__.get_concrete_function(tf.TensorSpec(shape=None, dtype=tf.float32))
tf.saved_model.save(model, "my_mul")

# --- then
import tensorflow as tf

print(tf.saved_model.load("my_mul")(tf.constant([10.0, 20.0])).numpy())
