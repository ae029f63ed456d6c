# An optimizer of `tf.keras.optimizers` trains eagerly only, so that the program is not switched to graph mode.
# note: the inputs or outputs at line 13 are not a dict that is written out; the optimizer at line 10 does not train in graph mode

import tensorflow as tf

model = tf.keras.models.load_model("model.h5")


def train(x, y):
    model.compile(tf.keras.optimizers.Adam(0.1), "mse")
    model.fit(x, y)
    outputs = dict(zip("ab", model.outputs))
    tf.saved_model.simple_save(tf.keras.backend.get_session(), "a", {"x": model.input}, outputs)  # HUB201, HUB512


train([[1.0]], [[2.0]])
