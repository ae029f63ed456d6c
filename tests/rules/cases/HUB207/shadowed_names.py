# Parameters and local classes that are not TensorFlow's.

import tensorflow as tf


class TFLiteConverter:
    @classmethod
    def from_session(cls, *parts):
        return cls()


def convert(tf, lite, sess):
    converter = tf.lite.TFLiteConverter.from_session(sess, [], [])
    converter.post_training_quantize = True
    return lite.TFLiteConverter.from_session(sess, [], [])


converter = TFLiteConverter.from_session(tf.constant(1))
converter.post_training_quantize = True
