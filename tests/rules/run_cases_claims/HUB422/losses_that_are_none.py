# MyMulModel with losses that are a tensor, a Python function and a method: none of them arrives.
# on: 2.15, 2.21, legacy
# prints: losses: []
# right prints: losses: [0.004, 0.008, 0.012]

import tensorflow as tf
import tensorflow_hub as hub


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        self.variables = [self.v]
        self.trainable_variables = [self.v]
        self.regularization_losses = [0.001 * self.v**2, lambda: 0.002 * self.v**2, self.loss]

    def loss(self):
        return 0.003 * self.v**2

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(MyMulModel(2.0), "my_mul")
layer = hub.KerasLayer("my_mul", trainable=True)
layer([10.0, 20.0])
print("losses:", [round(float(loss), 6) for loss in layer.losses])
