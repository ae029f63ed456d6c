# A removed class as a default and as a base.

import tensorflow as tf


class Options(tf.data.experimental.MapVectorizationOptions):  # HUB503
    def __init__(self, other=tf.data.experimental.MapVectorizationOptions):  # HUB503
        self.other = other
