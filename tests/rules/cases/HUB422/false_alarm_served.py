# What is served needs no lists.
# target: tf=2.21,purpose=serve
# select: HUB422

import tensorflow as tf
import tensorflow_hub as hub


class Model(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(Model(2.0), "served")
layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim50/2")
