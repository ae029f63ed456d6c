# The same for a model of one's own class.
# on: 2.15, legacy
# raises: cannot be saved either because the input shape is not available or because the forward pass of the model is not defined.

import tensorflow as tf


class Net(tf.keras.Model):
    def call(self, inputs):
        return inputs * 2.0


net = Net()
net.save("published")
# --- right
import tensorflow as tf


class Net(tf.keras.Model):
    def call(self, inputs):
        return inputs * 2.0


net = Net()
net(tf.ones([1, 3]))
net.save("published")
