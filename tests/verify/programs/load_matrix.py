"""Exports one model by each call of the migration guide that this TensorFlow has, each to a folder of its name."""
import sys

import tensorflow as tf

tf1 = tf.compat.v1


def add_two(input):
    return input + 2


def builder(path):
    with tf.Graph().as_default(), tf1.Session() as sess:
        input = tf1.placeholder(tf.float32, shape=[])
        sig_def = tf1.saved_model.predict_signature_def({"input": input}, {"output": add_two(input)})
        builder = tf1.saved_model.Builder(path)
        builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": sig_def})
        builder.save()


def simple_save(path):
    with tf.Graph().as_default(), tf1.Session() as sess:
        input = tf1.placeholder(tf.float32, shape=[])
        tf1.saved_model.simple_save(sess, path, inputs={"input": input}, outputs={"output": add_two(input)})


def estimator(path):
    def model_fn(features, labels, mode):
        output = add_two(features["input"])
        step = tf1.train.get_global_step()
        return tf.estimator.EstimatorSpec(
            mode,
            predictions=output,
            train_op=step.assign_add(1),
            loss=tf.constant(0.0),
            export_outputs={"serving_default": tf.estimator.export.PredictOutput({"output": output})},
        )

    est = tf.estimator.Estimator(model_fn, "checkpoints")
    est.train(lambda: tf.data.Dataset.from_tensors({"input": 3.0}), steps=1)
    receiver = tf.estimator.export.build_raw_serving_input_receiver_fn({"input": tf.constant(3.0)})
    est.export_saved_model(path, receiver)


def module(path):
    class MyModel(tf.Module):
        @tf.function
        def __call__(self, input):
            return add_two(input)

    model = MyModel()

    @tf.function(input_signature=[tf.TensorSpec([], tf.float32)])
    def serving_default(input):
        return {"output": model(input)}

    tf.saved_model.save(model, path, signatures={"serving_default": serving_default})


def keras_model():
    inputs = tf.keras.Input((3,))
    return tf.keras.Model(inputs, tf.keras.layers.Dense(1)(inputs))


def keras_save(path):
    keras_model().save(path, save_format="tf")


def keras_saved_model(path):
    tf.saved_model.save(keras_model(), path)


def keras_export(path):
    keras_model().export(path)


for name in sys.argv[1:]:
    globals()[name](name)
