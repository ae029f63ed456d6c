# MyMulModel's function without a signature: that it was traced before does not help, its concrete function does.
# on: 2.15, 2.21, legacy
# raises: ValueError: Expected a TensorFlow function for which to generate a signature, but got
# right prints: [20. 40.]

import tensorflow as tf


class MyMulModel(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


model = MyMulModel(2.0)
serve = model.__call__.get_concrete_function(tf.TensorSpec(shape=None, dtype=tf.float32))
tf.saved_model.save(model, "my_mul", signatures=model.__call__)
print(tf.saved_model.load("my_mul").signatures["serving_default"](tf.constant([10.0, 20.0]))["output_0"].numpy())
