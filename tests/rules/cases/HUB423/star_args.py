# A save with a star shows nothing; the arguments of a resource do not matter.
# select: HUB423

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)
scale = tf.Variable(*[2.0], **{"name": "scale"})


class Model(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        return scale * x  # HUB423


model = Model()
arguments = (model, "model")
tf.saved_model.save(*arguments)
tf.saved_model.save(model, "model")

# output

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)
scale = tf.Variable(*[2.0], **{"name": "scale"})


class Model(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        return scale * x


model = Model()
arguments = (model, "model")
tf.saved_model.save(*arguments)
model.scale = scale
tf.saved_model.save(model, "model")
