# Classes and objects that are called like TensorFlow's but are not.
# select: HUB422

import tensorflow as tf
from mylibrary import Checkpoint, Module


class A(Module):
    def __init__(self):
        self.variables = []


class B(Checkpoint):
    def __init__(self):
        self.regularization_losses = [1.0]


def build(tf):
    class C(tf.Module):
        def __init__(self):
            self.variables = []

    return C
