# MyMulModel as a `tf.train.Checkpoint` without its lists; the variable that counts is not among the trained ones.
# on: 2.15, 2.21, legacy
# prints: [20. 40.] weights: 0 0
# right prints: [20. 40.] weights: 2 1

import tensorflow as tf
import tensorflow_hub as hub


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        self.count = tf.Variable(0, trainable=False)

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(self, inputs):
        self.count.assign_add(1)
        return tf.multiply(inputs, self.v)


tf.saved_model.save(MyMulModel(2.0), "my_mul")
layer = hub.KerasLayer("my_mul", trainable=True)
print(layer([10.0, 20.0]).numpy(), "weights:", len(layer.weights), len(layer.trainable_weights))
