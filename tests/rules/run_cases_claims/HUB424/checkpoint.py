# The documentation's MyMulModel with another name for its object, as a `tf.train.Checkpoint`.
# on: 2.15, 2.21, legacy
# raises: TypeError: input_signature missing type constraint for inputs
# right prints: [20. 40.] 1 [0.004]

import tensorflow as tf
import tensorflow_hub as hub


class MyMulModel(tf.train.Checkpoint):
    def __init__(this, v_init):
        super().__init__()
        this.v = tf.Variable(v_init)
        this.variables = [this.v]
        this.trainable_variables = [this.v]
        this.regularization_losses = [
            tf.function(input_signature=[])(lambda: 0.001 * this.v**2),
        ]

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(this, inputs):
        return tf.multiply(inputs, this.v)


tf.saved_model.save(MyMulModel(2.0), "my_mul")
layer = hub.KerasLayer("my_mul", trainable=True)
result = layer([10.0, 20.0])
print(result.numpy(), len(layer.trainable_weights), [round(float(loss), 6) for loss in layer.losses])
