# Functions that are traced, or may be: by a signature, a call, another function, somebody who gets the object.
# select: HUB421

import functools

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)
OPTIONS = {"input_signature": [SPEC]}


class Signed(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        return self.inner(x)

    @tf.function
    def inner(self, x):
        return 2.0 * x

    @tf.function
    def no_input(self):
        return tf.constant(1.0)

    @tf.function(**OPTIONS)
    def unknown(self, x):
        return x

    @functools.partial(tf.function, input_signature=[SPEC])
    def partial(self, x):
        return x


class Doubler(tf.Module):
    @tf.function
    def __call__(self, x):
        return 2.0 * x


class Recursive(tf.Module):
    @tf.function
    def __call__(self, x):
        return 2.0 * x

    @tf.function(input_signature=[SPEC])
    def serve(self, x):
        return self(x)


tf.saved_model.save(Signed(), "signed")
tf.saved_model.save(Recursive(), "recursive")

called = Doubler()
called(tf.constant([1.0]))
tf.saved_model.save(called, "called")

concrete = Doubler()
tf.saved_model.save(concrete, "concrete", signatures=concrete.__call__.get_concrete_function(SPEC))

handed_on = Doubler()
data = tf.data.Dataset.range(3).map(handed_on)
tf.saved_model.save(handed_on, "handed_on")

call = tf.function(lambda x: x)
call.get_concrete_function(SPEC)
root = tf.train.Checkpoint()
root.__call__ = call
tf.saved_model.save(root, "root")


def make():
    model = Doubler()
    model(tf.constant([1.0]))
    return model


tf.saved_model.save(make(), "made")


def export(model):
    tf.saved_model.save(model, "given")


class Saving(tf.Module):
    @tf.function
    def __call__(self, x):
        return x

    def save(self, path):
        tf.saved_model.save(self, path)


class KerasModel(tf.keras.Model):
    @tf.function
    def call(self, x):
        return 2.0 * x


keras_model = KerasModel()
keras_model.build((None, 1))
tf.saved_model.save(keras_model, "keras_model")
