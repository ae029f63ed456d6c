# Every way to name the classes, the functions, and to derive from one of them.
# select: HUB422
# note: the class is derived from others too

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import Module
from tensorflow.train import Checkpoint


class A(tensorflow.Module):
    def __init__(self):
        self.variables = []  # HUB422


class B(Module):
    def __init__(self):
        self.trainable_variables: list = []  # HUB422


class C(tf1.Module):
    def __init__(self):
        self.non_trainable_variables = []  # HUB422


class D(B):
    def __init__(self):
        super().__init__()
        self.variables = []  # HUB422


class E(Checkpoint):
    def __init__(self, v):
        self.v = tf.Variable(v)
        self.regularization_losses = [self.v**2]  # HUB422


module = Module()
module.variables = []  # HUB422
root = tf.train.Checkpoint()
root.trainable_variables = [tf.constant(1.0)]  # HUB422

# output

import tensorflow as tf
from tensorflow.train import Checkpoint


class A(Checkpoint):
    def __init__(self):
        self.variables = []


class B(Checkpoint):
    def __init__(self):
        self.trainable_variables: list = []


class C(Checkpoint):
    def __init__(self):
        self.non_trainable_variables = []


class D(B):
    def __init__(self):
        super().__init__()
        self.variables = []


class E(Checkpoint):
    def __init__(self, v):
        self.v = tf.Variable(v)
        self.regularization_losses = [tf.function(lambda: self.v**2, input_signature=[])]


module = Checkpoint()
module.variables = []
root = tf.train.Checkpoint()
root.trainable_variables = [tf.constant(1.0)]  # HUB422
