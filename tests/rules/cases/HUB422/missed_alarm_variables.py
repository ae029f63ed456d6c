# Values among the variables; what may be a variable is left alone.
# select: HUB422

import tensorflow as tf


class Model(tf.train.Checkpoint):
    def __init__(self, weights, others):
        super().__init__()
        self.w = tf.Variable(weights)
        self.b = tf.Variable(0.0)
        self.variables = [self.w.numpy(), self.b.read_value(), tf.identity(self.b), "b", self.w * 2.0, self.b, others[0]]  # HUB422, HUB422, HUB422, HUB422, HUB422
        self.trainable_variables = [v.value() for v in (self.w, self.b)]  # HUB422
        self.non_trainable_variables = [v.value for v in others]

# output

import tensorflow as tf


class Model(tf.train.Checkpoint):
    def __init__(self, weights, others):
        super().__init__()
        self.w = tf.Variable(weights)
        self.b = tf.Variable(0.0)
        self.variables = [self.w, self.b, tf.identity(self.b), "b", self.w * 2.0, self.b, others[0]]  # HUB422, HUB422, HUB422
        self.trainable_variables = [v for v in (self.w, self.b)]
        self.non_trainable_variables = [v.value for v in others]
