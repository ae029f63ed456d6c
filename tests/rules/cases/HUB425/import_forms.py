# Every way to name the save and to give it the function.
# select: HUB425

import tensorflow
import tensorflow as tf
from tensorflow import saved_model
from tensorflow.saved_model import save

SPEC = tf.TensorSpec([None], tf.float32)


@tf.function(input_signature=[SPEC])
def a(x):
    return {"a": {"b": x}}  # HUB425


@tensorflow.function
def b(x):
    return {"a": [x]}  # HUB425


def c(x):
    return x, (x, x)  # HUB425


class Model(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        return {"a": None}  # HUB425


module = tf.Module()
tf.saved_model.save(module, "a", signatures=a)
tensorflow.saved_model.save(module, "b", b.get_concrete_function(SPEC))
concrete = tf.function(c).get_concrete_function(SPEC)
saved_model.save(module, "c", {"serving_default": concrete})
model = Model()
save(model, "d", signatures=model.__call__)
save(module, "e", signatures=tf.function(lambda x: {"a": {"b": x}}, input_signature=[SPEC]))  # HUB425
