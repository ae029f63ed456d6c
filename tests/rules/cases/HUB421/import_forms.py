# Every way to name the functions concerned, and every way to make an object that is saved.
# select: HUB421

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import saved_model
from tensorflow.saved_model import save
from tensorflow.train import Checkpoint


class Doubler(tf.Module):
    @tf.function
    def __call__(self, x):
        return 2.0 * x


class Tripler(Checkpoint):
    @tensorflow.function()
    def __call__(self, x):
        return 3.0 * x


class Nothing(Doubler):
    """Inherits what it lacks."""


tensorflow.saved_model.save(Doubler(), "a")  # HUB421
saved_model.save(Tripler(), "b")  # HUB421
save(Nothing(), export_dir="c")  # HUB421
tf1.saved_model.save(obj=Doubler(), export_dir="d")  # HUB421

model = tf.Module()
model.double = tf.function(lambda x: 2.0 * x)
save(model, "e")  # HUB421
