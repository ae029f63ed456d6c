# A plain `__call__` that nobody needs who loads the object: it has a signature, other functions, or unknown parts.
# select: HUB421

import sonnet as snt
import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)


class Served(tf.Module):
    def __call__(self, x):
        return 2.0 * x


served = Served()
tf.saved_model.save(served, "served", signatures=tf.function(served, input_signature=[SPEC]))


class WithServe(tf.Module):
    def __call__(self, x):
        return 2.0 * x

    @tf.function(input_signature=[SPEC])
    def serve(self, x):
        return self(x)


tf.saved_model.save(WithServe(), "with_serve")


class Sonnet(snt.Module):
    def __call__(self, x):
        return 2.0 * x


tf.saved_model.save(Sonnet(), "sonnet")


class Holder(tf.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def __call__(self, x):
        return self.model(x)


tf.saved_model.save(Holder(tf.saved_model.load("old")), "holder")


class Model(tf.keras.Model):
    def __call__(self, x):
        return 2.0 * x


tf.saved_model.save(Model(), "keras")


class NoCall(tf.Module):
    def predict(self, x):
        return x


tf.saved_model.save(NoCall(), "only_variables")
