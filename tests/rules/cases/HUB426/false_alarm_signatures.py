# What is a signature, or may be one.
# select: HUB426

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)


class Model(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        return x

    @tf.function
    def predict(self, x):
        return x

    @tf.function
    def constant(self):
        return tf.constant(1.0)

    @decorated
    def other(self, x):
        return x


model = Model()
loaded = tf.saved_model.load("old")
tf.saved_model.save(model, "a", signatures=model.__call__)
tf.saved_model.save(model, "b", signatures=model.predict.get_concrete_function(SPEC))
tf.saved_model.save(model, "c", signatures={"a": model.constant, "b": model.other, "c": model.unknown})
tf.saved_model.save(loaded, "d", signatures=loaded.signatures)
tf.saved_model.save(loaded, "e", signatures=loaded.serve)
tf.saved_model.save(model, "f", signatures=None)
tf.saved_model.save(model, "g", signatures={})
tf.saved_model.save(model, "h", signatures={name: getattr(model, name) for name in ["predict"]})

changed = {"serving_default": model.predict}
changed["serving_default"] = model.predict.get_concrete_function(SPEC)
tf.saved_model.save(model, "n", signatures=changed)


def export(model, signatures, **options):
    tf.saved_model.save(model, "i", signatures=signatures)
    tf.saved_model.save(model, "j", signatures=model.serve)
    tf.saved_model.save(model, "k", **options)


def serve_fn(x):
    return x


serve_fn = tf.function(serve_fn, input_signature=[SPEC])
tf.saved_model.save(model, "l", signatures=serve_fn)


@tf.function
def traced(x):
    return x


signature = traced.get_concrete_function(SPEC)
tf.saved_model.save(model, "m", signatures={"serving_default": signature})
