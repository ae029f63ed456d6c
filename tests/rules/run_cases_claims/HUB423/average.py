# The moving average of a variable, which is a variable that only the average knows.
# on: 2.15, 2.21, legacy
# raises: AssertionError: Tried to export a function which references an 'untracked' resource
# right prints: [4.]

import tensorflow as tf

average = tf.train.ExponentialMovingAverage(0.9)


class Model(tf.Module):
    def __init__(self):
        super().__init__()
        self.v = tf.Variable(2.0)
        average.apply([self.v])

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return x * average.average(self.v)


tf.saved_model.save(Model(), "model")

# --- right
import tensorflow as tf

average = tf.train.ExponentialMovingAverage(0.9)


class Model(tf.Module):
    def __init__(self):
        super().__init__()
        self.v = tf.Variable(2.0)
        average.apply([self.v])
        self.averaged = average.average(self.v)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return x * self.averaged


tf.saved_model.save(Model(), "model")
print(tf.saved_model.load("model")(tf.constant([2.0])).numpy())
