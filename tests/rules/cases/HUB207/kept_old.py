# A SavedModel that is converted with names and shapes of its graph, or as only the old converter does, stays with that.

import tensorflow as tf

tf.logging.info("convert")  # HUB509
shaped = tf.lite.TFLiteConverter.from_saved_model("export", input_shapes={"x": [1, 3]})  # HUB207
positional = tf.lite.TFLiteConverter.from_saved_model("export", ["x"])  # HUB207
quantized = tf.lite.TFLiteConverter.from_saved_model("export")  # HUB207
quantized.inference_type = tf.uint8
quantized.quantized_input_stats = {"x": (0.0, 1.0)}
asked = tf.lite.TFLiteConverter.from_saved_model("export")  # HUB207
print(asked.get_input_arrays())
direct = tf.lite.TFLiteConverter(graph_def, [x], [y])  # HUB207

# output

import tensorflow as tf
from absl import logging

logging.info("convert")
shaped = tf.compat.v1.lite.TFLiteConverter.from_saved_model("export", input_shapes={"x": [1, 3]})
positional = tf.compat.v1.lite.TFLiteConverter.from_saved_model("export", ["x"])
quantized = tf.compat.v1.lite.TFLiteConverter.from_saved_model("export")
quantized.inference_type = tf.uint8
quantized.quantized_input_stats = {"x": (0.0, 1.0)}
asked = tf.compat.v1.lite.TFLiteConverter.from_saved_model("export")
print(asked.get_input_arrays())
direct = tf.compat.v1.lite.TFLiteConverter(graph_def, [x], [y])
