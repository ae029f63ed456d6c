# MyMulModel as a `tf.Module` that is saved as it is: nothing is trained, and nobody says so.
# on: 2.15, 2.21, legacy
# prints: [20. 40.] trainable weights: 0
# right prints: [20. 40.] trainable weights: 1

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
tf.saved_model.save(model, "my_mul")
layer = hub.KerasLayer("my_mul", trainable=True)
print(layer([10.0, 20.0]).numpy(), "trainable weights:", len(layer.trainable_weights))
