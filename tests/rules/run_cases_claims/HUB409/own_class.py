# A model of one's own class has to be called, once, before it can be exported.
# on: 2.15, 2.21, legacy
# raises: provided has not yet been built. It must be built before export.

import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(2)

    def call(self, inputs):
        return self.dense(inputs)


net = Net()
net.export("published")
# --- right
import tensorflow as tf


class Net(tf.keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = tf.keras.layers.Dense(2)

    def call(self, inputs):
        return self.dense(inputs)


net = Net()
net(tf.ones([1, 3]))
net.export("published")
