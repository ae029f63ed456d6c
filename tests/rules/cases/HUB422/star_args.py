# Arguments behind a star are arguments, which a checkpoint does not take.
# select: HUB422
# note: a `tf.train.Checkpoint` takes other arguments

import tensorflow as tf


class Model(tf.Module):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.variables = []  # HUB422


module = tf.Module(*["name"])
module.variables = []  # HUB422
