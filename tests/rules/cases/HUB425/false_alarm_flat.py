# What is flat, becomes flat, may become it, or is no signature.
# select: HUB425

import tensorflow as tf

SPEC = tf.TensorSpec([None, 4], tf.float32, name="image/pixels-1.0")


@tf.function(input_signature=[SPEC])
def sequence(x):
    return x, 2.0 * x


@tf.function(input_signature=[SPEC])
def several(x):
    return tf.split(x, 2)


@tf.function(input_signature=[SPEC])
def best(x):
    return tf.nn.top_k(x, 2)


@tf.function(input_signature=[{"a": SPEC, "b": SPEC}])
def nested_inputs(x):
    return {"sum": x["a"] + x["b"], "number": 1.0, "text": "yes", "flag": True}


@tf.function(input_signature=[SPEC])
def filled(x):
    values, indices = tf.nn.top_k(x, 2)
    outputs = {"values": [values], "indices": indices}
    outputs["values"] = tf.stack(outputs["values"])
    return outputs


@tf.function(input_signature=[SPEC])
def grown(x):
    parts = []
    parts.append(x)
    parts = tf.stack(parts)
    return {"parts": parts}


@tf.function(input_signature=[SPEC])
def raising(x):
    raise NotImplementedError


@tf.function(input_signature=[SPEC])
def inner(x):
    def nested(y):
        return {"a": {"b": y}}

    return nested(x)["a"]["b"]


@tf.function(input_signature=[SPEC])
def no_signature(x):
    return {"a": {"b": x}}


module = tf.Module()
module.no_signature = no_signature
tf.saved_model.save(module, "a", signatures={"sequence": sequence, "several": several, "best": best})
tf.saved_model.save(module, "b", signatures={"nested": nested_inputs, "filled": filled, "grown": grown})
tf.saved_model.save(module, "c", signatures={"raising": raising, "inner": inner})
tf.saved_model.save(module, "d")
