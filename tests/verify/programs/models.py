"""Exports one small model, and variants that each differ from it in one thing: the name of the folder says in which."""
import tensorflow as tf


def export(path, call, key="serving_default", shape=(None, 3), dtype=tf.float32, name="x"):
    module = tf.Module()
    module.weight = tf.Variable([[1.0], [-2.0], [0.5]])
    module.off_by_little = tf.Variable([[1.0], [-2.0], [0.501]])
    function = tf.function(lambda x: call(module, x), input_signature=[tf.TensorSpec(shape, dtype, name)])
    tf.saved_model.save(module, path, signatures={key: function})


def plain(module, x):
    return {"y": x @ module.weight}


def two(module, x):
    return {"y": x @ module.weight, "label": tf.cast(x[:, 0] > 0, tf.int64), "text": tf.strings.as_string(x[:, 0] > 0)}


export("model", plain)
export("same", plain)
export("output renamed", lambda module, x: {"result": x @ module.weight})
export("input renamed", plain, name="features")
export("dtype changed", lambda module, x: {"y": tf.cast(x @ module.weight, tf.float64)})
export("input dtype changed", lambda module, x: {"y": tf.cast(x, tf.float32) @ module.weight}, dtype=tf.float64)
export("shape pinned", plain, shape=(1, 3))
export("weight off", lambda module, x: {"y": x @ module.off_by_little})
export("key changed", plain, key="predict")
export("nan", lambda module, x: {"y": tf.where(x[:, :1] > 0, float("nan"), x @ module.weight)})
export("random", lambda module, x: {"y": x @ module.weight + tf.random.normal([])})
export("batch of one", lambda module, x: {"y": tf.ensure_shape(x, [1, 3]) @ module.weight})
export("two", two)
export("label off", lambda module, x: dict(two(module, x), label=tf.cast(x[:, 0] >= 0, tf.int64)))
export("text off", lambda module, x: dict(two(module, x), text=tf.strings.as_string(x[:, 0] >= 0)))
export("callback", lambda module, x: {"y": tf.ensure_shape(tf.py_function(lambda v: v, [x], tf.float32), [None, 3])})
export("any size", lambda module, x: {"y": tf.reduce_sum(x)}, shape=None)
