# Everything that is no signature, in a dict that is filled where it is made, as methods and as attributes.
# select: HUB426
# ignore: HUB421
# note: the file does not show which inputs it shall have
# note: the object has no `__call__` with an `input_signature`
# note: which key each function shall have is the author's to say

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        self.added = tf.function(lambda x: x + self.v)

    @tf.function
    def __call__(self, inputs):
        return inputs * self.v

    def plain(self, inputs):
        return inputs


model = MyMulModel(2.0)
signatures = {
    "untraced": model.__call__,  # HUB426
    "plain": model.plain,  # HUB426
    "attribute": model.added,  # HUB426
    "lambda": lambda x: x,  # HUB426
    "object": model,  # HUB426
    "list": [model.plain, model.added],  # HUB426
}
tf.saved_model.save(model, "model", signatures=signatures)

keras_model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])
tf.saved_model.save(keras_model, "keras", signatures=keras_model)  # HUB426
tf.saved_model.save(keras_model, "keras", signatures=keras_model.call)  # HUB426


@tf.function
def called(x):
    return x


called(tf.constant([1.0]))
tf.saved_model.save(tf.Module(), "called", signatures={"serving_default": called})  # HUB426
tf.saved_model.save(tf.Module(), "wrapped", signatures={"serving_default": tf.function(lambda x: x)})  # HUB426
