# Where the file shows what was meant, it is written.
# select: HUB426

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)


class Doubler(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        return 2.0 * x


doubler = Doubler()
tf.saved_model.save(doubler, "object", signatures={"serving_default": doubler})  # HUB426
tf.saved_model.save(doubler, "list", signatures=[doubler.__call__])  # HUB426


@tf.function
def serve(x):
    return x


concrete = serve.get_concrete_function(SPEC)
tf.saved_model.save(tf.Module(), "named", signatures=serve)  # HUB426


def export():
    serve.get_concrete_function(SPEC)
    tf.saved_model.save(tf.Module(), "named", signatures={"serving_default": serve})  # HUB426

# output

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)


class Doubler(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        return 2.0 * x


doubler = Doubler()
tf.saved_model.save(doubler, "object", signatures={"serving_default": doubler.__call__})
tf.saved_model.save(doubler, "list", signatures=doubler.__call__)


@tf.function
def serve(x):
    return x


concrete = serve.get_concrete_function(SPEC)
tf.saved_model.save(tf.Module(), "named", signatures=concrete)


def export():
    serve.get_concrete_function(SPEC)
    tf.saved_model.save(tf.Module(), "named", signatures={"serving_default": serve.get_concrete_function(SPEC)})
