"""Models that parse serialized Examples, each in a folder of its own; runs on TensorFlow 1.15, 2.15 and 2.21."""

import tensorflow as tf

v1 = tf.compat.v1
FEATURES = {
    "age": tf.io.FixedLenFeature([], tf.int64),
    "city": tf.io.FixedLenFeature([1], tf.string),
    "fare": tf.io.FixedLenFeature([2, 3], tf.float32),
    "steps": tf.io.FixedLenSequenceFeature([], tf.float32, allow_missing=True),
    "tags": tf.io.VarLenFeature(tf.string),
}


def predicted(features, width):
    """Make something of every feature, with a weight for each of five ages."""
    weights = tf.reshape(tf.range(5.0 * width), [5, width])
    known = tf.reduce_sum(features["fare"], axis=[1, 2]) + tf.reduce_sum(features["steps"], axis=1)
    tags = tf.sparse.to_dense(features["tags"], default_value="")
    length = tf.reduce_sum(tf.cast(tf.strings.length(tags), tf.float32), axis=1)
    length += tf.cast(tf.strings.length(features["city"][:, 0]), tf.float32)
    return tf.gather(weights, features["age"]) + tf.expand_dims(known + length, 1)


def simple_save(name, parse):
    """Save what an estimator of TensorFlow 1 exports: a graph that takes Examples, and one other text."""
    with v1.Graph().as_default(), v1.Session() as session:
        serialized = v1.placeholder(tf.string, [None], name="input_example_tensor")
        note = v1.placeholder(tf.string, [None], name="a_note")
        inputs = {"inputs": serialized, "a_note": note}
        v1.saved_model.simple_save(session, name, inputs, {"scores": parse(serialized), "note": tf.identity(note)})


def parsed_by_the_first_operation(serialized):
    """Parse as graphs of TensorFlow 1 do: with `ParseExample`, which newer releases have only as a raw operation."""
    out = tf.raw_ops.ParseExample(
        serialized=serialized,
        names=tf.constant([], tf.string),
        sparse_keys=["tags"],
        dense_keys=["age", "city", "fare", "steps"],
        dense_defaults=[
            tf.constant([], tf.int64),
            tf.constant([], tf.string),
            tf.constant([], tf.float32),
            tf.constant(0.0),
        ],
        sparse_types=[tf.string],
        dense_shapes=[[], [1], [2, 3], [None]],
    )
    features = dict(zip(["age", "city", "fare", "steps"], out.dense_values))
    features["tags"] = tf.SparseTensor(out.sparse_indices[0], out.sparse_values[0], out.sparse_shapes[0])
    return predicted(features, 2)


simple_save("first_operation", parsed_by_the_first_operation)
simple_save("graph", lambda serialized: predicted(v1.io.parse_example(serialized, FEATURES), 2))

if not tf.__version__.startswith("1."):
    TEXT = tf.TensorSpec([None], tf.string, name="examples")

    def export(name, function, spec=TEXT):
        model = tf.Module()
        model.serve = tf.function(function, input_signature=[spec])
        tf.saved_model.save(model, name, signatures=model.serve)

    @tf.function
    def parsed(serialized):
        return tf.io.parse_example(tf.reshape(serialized, [-1]), FEATURES)

    @tf.function
    def refused(serialized, keys):
        """Parse with keys that only the caller knows."""
        return tf.raw_ops.ParseExampleV2(
            serialized=serialized,
            names=[],
            sparse_keys=[],
            dense_keys=keys,
            ragged_keys=[],
            dense_defaults=[tf.constant([], tf.float32)],
            num_sparse=0,
            sparse_types=[],
            ragged_value_types=[],
            ragged_split_types=[],
            dense_shapes=[[]],
        ).dense_values[0]

    def ragged(serialized):
        spec = {"ids": tf.io.RaggedFeature(tf.int64), "fare": tf.io.RaggedFeature(tf.float32)}
        found = tf.io.parse_example(serialized, spec)
        return tf.reduce_sum(found["fare"], axis=1) + tf.cast(tf.reduce_sum(found["ids"], axis=1), tf.float32)

    def one(serialized):
        spec = {"image": tf.io.FixedLenFeature([], tf.string), "tags": tf.io.VarLenFeature(tf.int64)}
        found = tf.io.parse_single_example(serialized, spec)
        return tf.io.decode_image(found["image"]), found["tags"].values

    export("called", lambda examples: predicted(parsed(examples), 2))
    export("ragged", ragged)
    export("one", one, tf.TensorSpec([], tf.string, name="examples"))
    export("unknown_keys", lambda examples: refused(examples, tf.strings.as_string(tf.shape(examples))))
    export("small", lambda examples: tf.gather([1.0, 2.0], parsed(examples)["age"]))
