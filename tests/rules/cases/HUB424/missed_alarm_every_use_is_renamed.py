# The name is renamed in nested functions and comprehensions too, where it means the object, and nowhere else.
# select: HUB424

import tensorflow as tf


class Model(tf.train.Checkpoint):
    def __init__(this, value):
        super().__init__()
        this.v = tf.Variable(value)  # `this` stays here

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32), tf.TensorSpec([], tf.bool)], autograph=False)  # HUB424
    def __call__(this, inputs, training):
        """Multiply by this.v."""
        scaled = [this.v * each for each in tf.unstack(inputs, 2)]
        offset = lambda: this.v + 1.0
        other = (lambda this: this)(inputs)

        def inner():
            return (
                this.v  # the variable
                * 2.0
            )

        return tf.cond(training, inner, offset) + scaled[0] + other

    @tf.function(input_signature=[])  # HUB424
    def value(model):
        return model.v

# output

import tensorflow as tf


class Model(tf.train.Checkpoint):
    def __init__(this, value):
        super().__init__()
        this.v = tf.Variable(value)  # `this` stays here

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32), tf.TensorSpec([], tf.bool)], autograph=False)
    def __call__(self, inputs, training):
        """Multiply by this.v."""
        scaled = [self.v * each for each in tf.unstack(inputs, 2)]
        offset = lambda: self.v + 1.0
        other = (lambda this: this)(inputs)

        def inner():
            return (
                self.v  # the variable
                * 2.0
            )

        return tf.cond(training, inner, offset) + scaled[0] + other

    @tf.function(input_signature=[])
    def value(self):
        return self.v
