# Parameters and local classes that are not TensorFlow's.

import tensorflow as tf


class Builder:
    pass


def build(tf, builder):
    return Builder(), tf.saved_model.Builder("a"), builder.SavedModelBuilder("b")


build(tf.constant(1), None)
