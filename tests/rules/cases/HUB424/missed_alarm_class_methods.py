# A class method is stripped of its class by the same name, which would be a misleading one.
# select: HUB424
# note: `self` is no name for what a class method gets, its class

import tensorflow as tf


class Model(tf.Module):
    scale = 2.0

    @classmethod
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])  # HUB424
    def call(cls, x):
        return cls.scale * x
