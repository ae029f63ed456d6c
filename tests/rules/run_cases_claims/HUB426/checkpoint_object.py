# MyMulModel itself in place of its function.
# on: 2.15, 2.21, legacy
# raises: ValueError: Expected a TensorFlow function for which to generate a signature, but got
# right prints: ['serving_default'] [20. 40.]

import tensorflow as tf


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


model = MyMulModel(2.0)
tf.saved_model.save(model, "my_mul", signatures=model)
loaded = tf.saved_model.load("my_mul")
print(list(loaded.signatures), loaded(tf.constant([10.0, 20.0])).numpy())
