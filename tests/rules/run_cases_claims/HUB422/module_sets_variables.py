# The documentation's MyMulModel as a `tf.Module`.
# on: 2.15, 2.21, legacy
# raises: AttributeError: property 'variables' of 'MyMulModel' object has no setter
# right prints: [20. 40.] 1 [0.004]

import tensorflow as tf
import tensorflow_hub as hub


class MyMulModel(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        self.variables = [self.v]
        self.trainable_variables = [self.v]
        self.regularization_losses = [
            tf.function(input_signature=[])(lambda: 0.001 * self.v**2),
        ]

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(MyMulModel(2.0), "my_mul")
layer = hub.KerasLayer("my_mul", trainable=True)
result = layer([10.0, 20.0])
print(result.numpy(), len(layer.trainable_weights), [round(float(loss), 6) for loss in layer.losses])
