# Where the base class is not called in the plain way, its author has to say what it gets.
# note: `super().__init__()` is not called once, as a statement of its own
# note: `super().__init__()` is given `trainable`, which the file would give it again
# note: `super().__init__()` is given unknown arguments already
# note: `kwargs` has another meaning in `__init__`
# note: the parameters of `__init__` are unusual

import tensorflow as tf


class Twice(tf.keras.layers.Layer):
    def __init__(self, scale):
        if scale:  # HUB407
            super().__init__()
        else:
            super().__init__(name="none")


class Conditional(tf.keras.layers.Layer):
    def __init__(self, scale):
        if scale:  # HUB407
            super().__init__()


class Frozen(tf.keras.layers.Layer):
    def __init__(self, scale):
        super().__init__(trainable=False)  # HUB407


class Given(tf.keras.layers.Layer):
    def __init__(self, scale, options):
        super().__init__(**options)  # HUB407


class Taken(tf.keras.layers.Layer):
    def __init__(self, scale):
        super().__init__()  # HUB407
        kwargs = {}


class Several(tf.keras.layers.Layer):
    def __init__(self, *sizes):
        super().__init__()  # HUB407


model = tf.keras.Sequential([Twice(1), Conditional(1), Frozen(1), Given(1, {}), Taken(1), Several(1)])
model.save("model.keras")
