# What has its lists, needs none, or may get them.
# select: HUB422

import tensorflow as tf
import tensorflow_hub as hub

SPEC = tf.TensorSpec(shape=None, dtype=tf.float32)


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init, keras_model):
        super().__init__()
        self.v = tf.Variable(v_init)
        self.variables = [self.v]
        self.trainable_variables = [v.value for v in keras_model.trainable_variables]
        self.regularization_losses = [
            tf.function(input_signature=[])(lambda: 0.001 * self.v**2),
            tf.function(lambda: 0.001 * self.v**2),
            *keras_model.losses,
            self.loss,
        ]

    @tf.function(input_signature=[])
    def loss(self):
        return self.v

    @tf.function(input_signature=[SPEC])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


class OwnProperty(tf.Module):
    @property
    def variables(self):
        return self._variables

    @variables.setter
    def variables(self, variables):
        self._variables = variables

    def __init__(self):
        super().__init__()
        self.variables = []
        self.other_variables = []


class NoVariables(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, inputs):
        return 2.0 * inputs


class NoCall(tf.Module):
    def __init__(self):
        super().__init__()
        self.v = tf.Variable(1.0)

    @tf.function(input_signature=[SPEC])
    def serve(self, inputs):
        return self.v * inputs


class HandedOn(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.v = tf.Variable(1.0)

    @tf.function(input_signature=[SPEC])
    def __call__(self, inputs):
        return self.v * inputs


def losses(model):
    model.regularization_losses = [1.0]


tf.saved_model.save(MyMulModel(2.0, hub.load("model")), "a")
tf.saved_model.save(NoVariables(), "b")
tf.saved_model.save(NoCall(), "c")
handed_on = HandedOn()
add_lists(handed_on)
tf.saved_model.save(handed_on, "d")
