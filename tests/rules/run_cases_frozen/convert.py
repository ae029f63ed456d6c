"""Converts sessions, frozen graphs and SavedModels for TensorFlow Lite, and runs what comes out."""

import numpy as np
import tensorflow as tf

ROWS = np.linspace(-1.0, 1.0, 6, dtype=np.float32).reshape(2, 3)


def run(content):
    """Run a model; the sizes are told roughly, for the names in the files differ."""
    interpreter = tf.lite.Interpreter(model_content=content)
    interpreter.allocate_tensors()
    (given,), (made,) = interpreter.get_input_details(), interpreter.get_output_details()
    interpreter.set_tensor(given["index"], ROWS.astype(given["dtype"]))
    interpreter.invoke()
    values = interpreter.get_tensor(made["index"])
    return given["shape"].tolist(), values.dtype.name, values.shape, len(content) // 1000, np.round(values[:, :3], 5).tolist()


def from_session():
    with tf.Graph().as_default(), tf.Session() as sess:
        x = tf.placeholder(tf.float32, [2, 3], name="x")
        inner = tf.get_variable("inner", [3, 64], initializer=tf.ones_initializer())
        outer = tf.get_variable("outer", [64, 500], initializer=tf.constant_initializer(0.125))
        y = tf.nn.relu(tf.matmul(tf.matmul(x, inner) + 0.25, outer), name="y")
        sess.run(tf.global_variables_initializer())
        frozen = tf.graph_util.convert_variables_to_constants(sess, sess.graph_def, ["y"])
        tf.train.write_graph(frozen, ".", "frozen.pb", as_text=False)
        converter = tf.lite.TFLiteConverter.from_session(sess, [x], [y])
        yield converter.convert()
        converter.post_training_quantize = True
        yield converter.convert()


def from_files():
    yield tf.lite.TocoConverter.from_frozen_graph("frozen.pb", ["x"], ["y"]).convert()
    yield tf.lite.TocoConverter.from_saved_model("saved_model", tag_set={"serve"}).convert()
    converter = tf.lite.TFLiteConverter.from_saved_model(
        "saved_model", input_arrays=None, tag_set=None, signature_key="serving_default"
    )
    converter.inference_type = tf.lite.constants.FLOAT
    converter.target_ops = {tf.lite.OpsSet.TFLITE_BUILTINS}
    yield converter.convert()
    for quantize in (False, True):
        converter = tf.lite.TFLiteConverter.from_saved_model("saved_model", signature_key="serving_default")
        converter.post_training_quantize = quantize
        converter.drop_control_dependency = False
        yield converter.convert()
    shaped = tf.lite.TFLiteConverter.from_saved_model("saved_model", input_shapes={"x": [2, 3]}, output_arrays=["y"])
    print(shaped.get_input_arrays())
    yield shaped.convert()


for made in (*from_session(), *from_files()):
    print(run(made))
