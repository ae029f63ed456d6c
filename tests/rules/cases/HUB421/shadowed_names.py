# A save and a function that are not TensorFlow's.
# select: HUB421

import tensorflow as tf
from mylibrary import function, save


class Doubler(tf.Module):
    @function
    def __call__(self, x):
        return 2.0 * x


class Tripler(tf.Module):
    @tf.function
    def __call__(self, x):
        return 3.0 * x


save(Tripler(), "tripler")
tf.saved_model.save(Doubler(), "doubler")


def export(tf):
    tf.saved_model.save(Tripler(), "tripler")
