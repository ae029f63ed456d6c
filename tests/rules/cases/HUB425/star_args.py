# What stands behind a star is not to be seen: arguments of the save, outputs of a function.
# select: HUB425

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)


@tf.function(input_signature=[SPEC])
def hidden(x):
    return {"a": {"b": x}}


@tf.function(input_signature=[SPEC])
def outputs(x):
    return {"a": x, **{"b": x}}


@tf.function(input_signature=[SPEC])
def several(x):
    return [*tf.split(x, 2), [x]]  # HUB425


tf.saved_model.save(*[tf.Module(), "a"], signatures=hidden)
tf.saved_model.save(tf.Module(), "b", signatures=outputs)
tf.saved_model.save(tf.Module(), "c", signatures=several)
