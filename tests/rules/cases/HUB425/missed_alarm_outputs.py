# Outputs that are no tensors, written out or named; each function once, however often it is given.
# select: HUB425

import tensorflow as tf

SPEC = tf.TensorSpec([None, 4], tf.float32)


@tf.function(input_signature=[SPEC])
def functions_of_several(x):
    parts = tf.split(x, 2, axis=1)
    return {
        "best": tf.nn.top_k(x, 2),  # HUB425
        "parts": parts,  # HUB425
        "shifted": [x + each for each in (1.0, 2.0)],  # HUB425
        "whole": x,
    }


@tf.function(input_signature=[SPEC])
def named(x):
    nested = {"double": 2.0 * x}
    outputs = {"nested": nested, 0: x}  # HUB425, HUB425
    return outputs


@tf.function(input_signature=[SPEC])
def sometimes(x):
    if tf.reduce_sum(x) > 0.0:
        return {"sum": tf.reduce_sum(x), "none": None}  # HUB425
    return {"sum": 0.0, "none": (x, x)}  # HUB425


@tf.function(input_signature=[SPEC])
def printing(x):
    tf.print(x)  # HUB425


@tf.function(input_signature=[SPEC])
def returning(x):
    tf.print(x)
    return  # HUB425


@tf.function(input_signature=[SPEC])
def returning_none(x):
    return None  # HUB425


tf.saved_model.save(tf.Module(), "a", signatures={"serving_default": functions_of_several, "named": named})
tf.saved_model.save(tf.Module(), "b", signatures={"serving_default": named, "sometimes": sometimes})
tf.saved_model.save(tf.Module(), "c", signatures={"a": printing, "b": returning, "c": returning_none})
