# The same as a `tf.Module` with a signature, in a layer of tensorflow_hub.
# on: 2.15, 2.21, legacy
# raises: ValueError: Signature name has to be specified for non-callable saved models

import tensorflow as tf
import tensorflow_hub as hub


class MyMulModel(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


model = MyMulModel(2.0)
serve = tf.function(model, input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
tf.saved_model.save(model, "my_mul", signatures=serve)
print(hub.KerasLayer("my_mul")([10.0, 20.0]).numpy())

# --- right
import tensorflow as tf
import tensorflow_hub as hub


class MyMulModel(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


model = MyMulModel(2.0)
tf.saved_model.save(model, "my_mul", signatures=model.__call__)
print(hub.KerasLayer("my_mul")([10.0, 20.0]).numpy())
