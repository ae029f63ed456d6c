"""Exports with serving input functions of the file's own: one parses, one is given its tensors, one is made in place."""

import tensorflow as tf

SPEC = {"age": tf.FixedLenFeature([1], tf.float32), "name": tf.FixedLenFeature([], tf.string)}


def serving_input_receiver_fn():
    """Parse serialized examples, and take the age in decades."""
    serialized = tf.placeholder(dtype=tf.string, shape=[None], name="input_example_tensor")
    features = tf.parse_example(serialized, SPEC)
    features["age"] = features["age"] / 10.0  # as in training
    return tf.estimator.export.ServingInputReceiver(features, {"examples": serialized})


def raw_fn():
    age = tf.placeholder(tf.float32, [None, 1], name="age")
    features = {"age": age, "name": tf.placeholder(tf.string, [None])}
    return tf.estimator.export.ServingInputReceiver(features, features)


def model_fn(features, labels, mode):
    weights = tf.get_variable("weights", [1, 1], initializer=tf.constant_initializer(3.0))
    scores = tf.matmul(features["age"], weights)
    predictions = {"scores": scores, "length": tf.strings.length(features["name"])}
    if mode == tf.estimator.ModeKeys.PREDICT:
        outputs = {"people": tf.estimator.export.PredictOutput(predictions)}
        return tf.estimator.EstimatorSpec(mode, predictions=predictions, export_outputs=outputs)
    step = tf.assign_add(tf.train.get_global_step(), 1)
    return tf.estimator.EstimatorSpec(mode, loss=tf.reduce_mean(scores), train_op=step)


def train_input_fn():
    return tf.data.Dataset.from_tensors(({"age": [[1.0]], "name": ["Ada"]}, [1.0]))


def build():
    return tf.estimator.Estimator(model_fn, "model")


def main():
    estimator = build()
    print(estimator.train(train_input_fn, steps=1).model_dir)
    estimator.export_savedmodel("exported/examples", serving_input_receiver_fn, strip_default_attrs=True)
    estimator.export_savedmodel("exported/raw", raw_fn, None, False)
    estimator.export_savedmodel(
        "exported/built", tf.estimator.export.build_parsing_serving_input_receiver_fn(SPEC), as_text=False
    )


main()
