# Of what was set on the old converter the new one is told what it knows, in its words; the rest does nothing.

import tensorflow as tf


def convert(folder, flags):
    tf.gfile.MakeDirs(folder)  # HUB501
    converter = tf.lite.TocoConverter.from_saved_model(  # HUB207
        folder,
        tag_set={"serve"},
        signature_key=None,
    )
    converter.post_training_quantize = flags.quantize  # HUB207
    converter.target_ops = {tf.lite.OpsSet.TFLITE_BUILTINS}  # HUB207
    converter.inference_type = tf.lite.constants.FLOAT  # HUB207 HUB501
    converter.output_format = tf.lite.constants.TFLITE  # HUB207 HUB502
    # Flex operations come later.
    converter.allow_custom_ops = False
    return converter.convert()


def plain(folder):
    converter = tf.lite.TFLiteConverter.from_saved_model(folder)
    converter.post_training_quantize = False  # HUB207
    return converter.convert()

# output

import tensorflow as tf


def convert(folder, flags):
    tf.io.gfile.makedirs(folder)
    converter = tf.lite.TFLiteConverter.from_saved_model(
        folder,
        tags={"serve"},
    )
    converter.optimizations = [tf.lite.Optimize.DEFAULT] if flags.quantize else []
    converter.target_spec.supported_ops = {tf.lite.OpsSet.TFLITE_BUILTINS}
    # Flex operations come later.
    converter.allow_custom_ops = False
    return converter.convert()


def plain(folder):
    converter = tf.lite.TFLiteConverter.from_saved_model(folder)
    converter.optimizations = []
    return converter.convert()
