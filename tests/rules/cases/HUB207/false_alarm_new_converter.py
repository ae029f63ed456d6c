# The converter as TensorFlow 2 has it, and settings of other objects.

import tensorflow as tf


def convert(folder: str, model) -> tf.lite.TFLiteConverter:
    converter = tf.lite.TFLiteConverter.from_saved_model(folder, ["serving_default"], tags={"serve"})
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.inference_input_type = tf.uint8
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS]
    options = make_options()
    options.post_training_quantize = True
    other = tf.lite.TFLiteConverter.from_keras_model(model)
    other.allow_custom_ops = True
    return tf.lite.TFLiteConverter.from_concrete_functions([model.call], model) if folder else other


assert isinstance(convert("export", None), tf.lite.TFLiteConverter)
