# Where the class, or what the new one needs, cannot be written.
# note: no name for TensorFlow is free here
# note: a comment stands inside the name
# note: no name for `tf.keras` is free here
# note: no name for `tf.lite` is free here

from tensorflow.lite import TFLiteConverter, TocoConverter


def shadowed(tf, tensorflow, folder):
    TocoConverter.from_session(tf, [], [])  # HUB207
    TFLiteConverter.from_keras_model_file("model.h5")  # HUB207
    converter = TFLiteConverter.from_saved_model(folder, signature_key="serving_default")  # HUB207
    converter.post_training_quantize = True  # HUB207
    return converter


def commented(sess):
    from tensorflow import lite

    return (
        lite.  # HUB207
        # the old one
        TocoConverter
    ).from_session(sess, [], [])

# output

from tensorflow.lite import TFLiteConverter, TocoConverter


def shadowed(tf, tensorflow, folder):
    TocoConverter.from_session(tf, [], [])  # HUB207
    TFLiteConverter.from_keras_model_file("model.h5")  # HUB207
    converter = TFLiteConverter.from_saved_model(folder, signature_keys=["serving_default"])
    converter.post_training_quantize = True  # HUB207
    return converter


def commented(sess):
    from tensorflow import lite

    return (
        lite.  # HUB207
        # the old one
        TocoConverter
    ).from_session(sess, [], [])
