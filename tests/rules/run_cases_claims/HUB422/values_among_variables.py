# Values in the place of variables: an array and a tensor.
# on: 2.15, 2.21, legacy
# prints: weights: 0 0
# right prints: weights: 1 1

import tensorflow as tf
import tensorflow_hub as hub


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        self.variables = [self.v.read_value()]
        self.trainable_variables = [self.v.numpy()]

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(MyMulModel(2.0), "my_mul")
layer = hub.KerasLayer("my_mul", trainable=True)
print("weights:", len(layer.weights), len(layer.trainable_weights))
