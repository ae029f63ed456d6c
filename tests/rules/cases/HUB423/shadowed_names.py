# Names that are something else within the function, and makers that are not TensorFlow's.
# select: HUB423

import tensorflow as tf
from mylibrary import Variable

SPEC = tf.TensorSpec([None], tf.float32)
scale = tf.Variable(2.0)
other = Variable(2.0)


class Model(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, scale):
        return scale * other

    @tf.function(input_signature=[SPEC])
    def half(self, x):
        scale = 0.5
        return (lambda scale: scale)(x) * scale


model = Model()
tf.saved_model.save(model, "model")
