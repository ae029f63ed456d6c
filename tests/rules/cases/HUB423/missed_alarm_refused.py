# Reported and left alone: what cannot be an attribute, what has no name there, what would hide something else.
# select: HUB423
# note: a writer that is saved does not exist when it is loaded
# note: each average is a variable of its own
# note: the object has no name where it is saved
# note: the statement does not stand on lines of its own
# note: the object has something else under that name
# note: it has no name where the object is saved

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)
writer = tf.summary.create_file_writer("logs")
average = tf.train.ExponentialMovingAverage(0.9)
variables = tf.Variable(1.0)
scale = tf.Variable(1.0)


class Writing(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        with writer.as_default():  # HUB423
            tf.summary.scalar("sum", tf.reduce_sum(x), step=0)
        return x


class Averaging(tf.Module):
    def __init__(self):
        super().__init__()
        self.v = tf.Variable(1.0)
        average.apply([self.v])

    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        return x * average.average(self.v)  # HUB423


class Listing(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer([1.0], [2.0]), 0.0)  # HUB423
        return table.lookup(x)


class Scaling(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        return x * scale  # HUB423, HUB423


class Hiding(tf.Module):
    @tf.function(input_signature=[SPEC])
    def __call__(self, x):
        return x * variables  # HUB423


def make():
    rate = tf.Variable(0.5)
    module = tf.Module()
    module.serve = tf.function(lambda x: x * rate, input_signature=[SPEC])  # HUB423
    return module


writing, averaging, listing, hiding = Writing(), Averaging(), Listing(), Hiding()
tf.saved_model.save(writing, "writing")
tf.saved_model.save(averaging, "averaging")
tf.saved_model.save(listing, "listing")
tf.saved_model.save(Scaling(), "scaling")
tf.saved_model.save(hiding, "hiding")
scaling = Scaling()
if scaling: tf.saved_model.save(scaling, "scaling")
made = make()
tf.saved_model.save(made, "made")
