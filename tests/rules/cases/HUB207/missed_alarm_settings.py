# What is set on a converter that may be one of several, all of the new class, is reported once.

import tensorflow as tf


def convert(model, folder, quantize):
    if model is not None:
        converter = tf.lite.TFLiteConverter.from_keras_model(model)
    else:
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
    converter.post_training_quantize = quantize  # HUB207
    converter.quantized_input_stats = {"x": (0.0, 1.0)}  # HUB207
    converter.allow_custom_ops = True
    return converter.convert()

# output

import tensorflow as tf


def convert(model, folder, quantize):
    if model is not None:
        converter = tf.lite.TFLiteConverter.from_keras_model(model)
    else:
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
    converter.optimizations = [tf.lite.Optimize.DEFAULT] if quantize else []
    converter.quantized_input_stats = {"x": (0.0, 1.0)}  # HUB207
    converter.allow_custom_ops = True
    return converter.convert()
