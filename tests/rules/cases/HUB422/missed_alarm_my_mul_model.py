# The documentation's MyMulModel as a `tf.Module`, which only a checkpoint can be; everything else stays.
# select: HUB422

import tensorflow as tf
import tensorflow_hub as hub


class MyMulModel(tf.Module):  # shared with others
    def __init__(self, v_init):
        super(MyMulModel, self).__init__()
        self.v = tf.Variable(v_init)
        self.variables = [self.v]  # HUB422
        self.trainable_variables = [self.v]  # HUB422
        self.regularization_losses = [
            tf.function(input_signature=[])(lambda: 0.001 * self.v**2),
        ]

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(MyMulModel(2.0), "/tmp/my_mul")
layer = hub.KerasLayer("/tmp/my_mul")

# output

import tensorflow as tf
import tensorflow_hub as hub


class MyMulModel(tf.train.Checkpoint):  # shared with others
    def __init__(self, v_init):
        super(MyMulModel, self).__init__()
        self.v = tf.Variable(v_init)
        self.variables = [self.v]
        self.trainable_variables = [self.v]
        self.regularization_losses = [
            tf.function(input_signature=[])(lambda: 0.001 * self.v**2),
        ]

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(MyMulModel(2.0), "/tmp/my_mul")
layer = hub.KerasLayer("/tmp/my_mul")
