# What the base class is given is not to be seen, or comes from the caller whatever it is.
# note: `super().__init__()` is given unknown arguments already
# note: the parameters of `__init__` are unusual

import tensorflow as tf


class Given(tf.keras.layers.Layer):
    def __init__(self, *sizes):
        super().__init__(*sizes)  # HUB407


class Several(tf.keras.layers.Layer):
    def __init__(self, *sizes):
        super().__init__()  # HUB407


model = tf.keras.Sequential([Given(), Several(1)])
model.save("model.keras")
