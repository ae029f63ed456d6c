# Exports with a default, given or made by TensorFlow itself, or that may have one.
# target: tf=2.21,purpose=serve
# select: HUB432

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)
KEY = "serving_default"


class Model(tf.Module):
    @tf.function(input_signature=[SPEC])
    def double(self, x):
        return 2.0 * x


class Two(Model):
    @tf.function(input_signature=[SPEC])
    def nested(self, x):
        return {"a": {"b": x}}


model = Model()
tf.saved_model.save(model, "a/1", signatures=model.double)
tf.saved_model.save(model, "b/1", signatures={"predict": model.double, KEY: model.double})
tf.saved_model.save(model, "c/1", {tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY: model.double})
tf.saved_model.save(model, "d/1")
tf.saved_model.save(Two(), "e/1")
signatures = {"predict": model.double}
signatures["serving_default"] = model.double
tf.saved_model.save(model, "f/1", signatures=signatures)
tf.saved_model.save(model, "g/1", signatures={name: model.double for name in names})
keras_model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
tf.saved_model.save(keras_model, "h/1")
loaded = tf.saved_model.load("a/1")
loaded.signatures["serving_default"](tf.constant([1.0]))


class Saver:
    def __init__(self, model):
        self.model = model
        self.signatures = {"predict": model.double}

    def add(self, key, function):
        self.signatures[key] = function

    def save(self, path):
        tf.saved_model.save(self.model, path, signatures=self.signatures)


def made_elsewhere(model):
    made = {"predict": model.double}
    made["serving_default"] = model.double
    return made


tf.saved_model.save(model, "j/1", signatures=made_elsewhere(model))


def export(model, signatures):
    tf.saved_model.save(model, "i/1", signatures=signatures)
