# MyMulModel, which returns a list in a dict; it is fine as a function that is called, and no signature.
# on: 2.15, 2.21, legacy
# raises: ValueError: Got a non-Tensor value [<tf.Tensor

import tensorflow as tf


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=[4], dtype=tf.float32)])
    def __call__(self, inputs):
        return {"parts": tf.split(tf.multiply(inputs, self.v), 2)}


model = MyMulModel(2.0)
tf.saved_model.save(model, "my_mul")
print(tf.saved_model.load("my_mul")(tf.ones([4])))
tf.saved_model.save(model, "my_mul", signatures=model.__call__)

# --- right
import tensorflow as tf


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=[4], dtype=tf.float32)])
    def __call__(self, inputs):
        first, second = tf.split(tf.multiply(inputs, self.v), 2)
        return {"first": first, "second": second}


model = MyMulModel(2.0)
tf.saved_model.save(model, "my_mul", signatures=model.__call__)
