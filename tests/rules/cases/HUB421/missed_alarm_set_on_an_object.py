# Functions that are set on an object, in its class or from outside, named or not.
# select: HUB421

import tensorflow as tf


class Model(tf.Module):
    def __init__(self):
        super().__init__()
        self.encode = tf.function(self._encode)

    def _encode(self, x):
        return 2.0 * x


@tf.function
def decode(x, y):
    return x + y


model = Model()
model.decode = decode
tf.saved_model.save(model, "model")  # HUB421, HUB421

root = tf.train.Checkpoint(v=tf.Variable(1.0))
root.__call__ = tf.function(lambda x: x * root.v)
tf.saved_model.save(root, "root")  # HUB421
