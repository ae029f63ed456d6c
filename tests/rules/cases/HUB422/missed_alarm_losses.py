# Losses that nobody saves: tensors, Python functions, regularizers, a function without a list round it.
# select: HUB422

import tensorflow as tf


def constant_loss():
    return tf.constant(0.5)


class Model(tf.train.Checkpoint):
    def __init__(self, weights):
        super().__init__()
        self.w = tf.Variable(weights)
        self.variables = [self.w]
        self.trainable_variables = self.variables
        self.regularization_losses = [
            0.01 * tf.nn.l2_loss(self.w),  # the L2 loss  # HUB422
            tf.reduce_sum(  # HUB422
                tf.abs(self.w)
            ),
            lambda: 0.01 * tf.nn.l2_loss(self.w),  # HUB422
            constant_loss,  # HUB422
            self.own_loss,  # HUB422
            tf.function(constant_loss, input_signature=[]),
        ]

    def own_loss(self):
        return tf.reduce_mean(self.w)


root = tf.train.Checkpoint(v=tf.Variable(2.0))
root.regularization_losses = tf.function(lambda: 0.01 * root.v**2, input_signature=[])  # HUB422

# output

import tensorflow as tf


def constant_loss():
    return tf.constant(0.5)


class Model(tf.train.Checkpoint):
    def __init__(self, weights):
        super().__init__()
        self.w = tf.Variable(weights)
        self.variables = [self.w]
        self.trainable_variables = self.variables
        self.regularization_losses = [
            tf.function(lambda: 0.01 * tf.nn.l2_loss(self.w), input_signature=[]),  # the L2 loss
            tf.function(lambda: tf.reduce_sum(
                tf.abs(self.w)
            ), input_signature=[]),
            tf.function(lambda: 0.01 * tf.nn.l2_loss(self.w), input_signature=[]),
            tf.function(constant_loss, input_signature=[]),
            tf.function(self.own_loss, input_signature=[]),
            tf.function(constant_loss, input_signature=[]),
        ]

    def own_loss(self):
        return tf.reduce_mean(self.w)


root = tf.train.Checkpoint(v=tf.Variable(2.0))
root.regularization_losses = [tf.function(lambda: 0.01 * root.v**2, input_signature=[])]
