"""Converts SavedModels where nothing needs a graph, so that TensorFlow 2's own converter does it."""

import numpy as np
import tensorflow as tf

ROWS = np.linspace(-1.0, 1.0, 6, dtype=np.float32).reshape(2, 3)


def run(content):
    interpreter = tf.lite.Interpreter(model_content=content)
    interpreter.allocate_tensors()
    (given,), (made,) = interpreter.get_input_details(), interpreter.get_output_details()
    interpreter.set_tensor(given["index"], ROWS.astype(given["dtype"]))
    interpreter.invoke()
    values = interpreter.get_tensor(made["index"])
    return values.dtype.name, values.shape, len(content) // 1000, np.round(values[:, :3], 5).tolist()


print(run(tf.lite.TFLiteConverter.from_saved_model("saved_model", tag_set={"serve"}).convert()))
for quantize in (False, True):
    converter = tf.lite.TFLiteConverter.from_saved_model("saved_model", signature_key="serving_default")
    converter.post_training_quantize = quantize
    converter.target_ops = {tf.lite.OpsSet.TFLITE_BUILTINS}
    print(run(converter.convert()))
