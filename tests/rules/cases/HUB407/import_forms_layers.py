# Each way to name the class that layers are derived from.
# note: `super().__init__()` is given `name`, which the file would give it again

import keras
import keras.layers as kl
import tensorflow as tf
from tensorflow.keras.layers import Layer


class A(Layer):
    def __init__(self):
        super(A, self).__init__()  # HUB407


class B(kl.Layer):
    def __init__(self, size: int = 3):
        super().__init__(name="b")  # HUB407


class C(keras.layers.Layer):
    def __init__(
        self,
        size,
        depth=2,
    ):
        super().__init__()  # HUB407
        self.size = size


model = tf.keras.Sequential([A(), B(), C(1)])
model.save("model.h5")

# output

import keras
import keras.layers as kl
import tensorflow as tf
from tensorflow.keras.layers import Layer


class A(Layer):
    def __init__(self, **kwargs):
        super(A, self).__init__(**kwargs)


class B(kl.Layer):
    def __init__(self, size: int = 3):
        super().__init__(name="b")  # HUB407


class C(keras.layers.Layer):
    def __init__(
        self,
        size,
        depth=2,
        **kwargs,
    ):
        super().__init__(**kwargs)
        self.size = size


model = tf.keras.Sequential([A(), B(), C(1)])
model.save("model.h5")
