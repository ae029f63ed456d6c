# Reported and left alone, each for its own reason.
# select: HUB422
# note: the class is derived from others too
# note: a `tf.train.Checkpoint` takes other arguments
# note: the class uses what only a `tf.Module` has
# note: a `tf.train.Checkpoint` has something else under a name that the class sets
# note: a comment stands in the expression
# note: in a loop, all of the functions would compute the last loss
# note: which weights it is for is the author's to say
# note: the loss uses a name that means several things
# note: the base class is written in a way that hublint does not rewrite
# note: no name for TensorFlow is free here
# note: the object has no name where it is saved
# note: the statement does not stand on lines of its own
# note: it is not to be seen which of the variables can be trained
# note: it is not to be seen in one place which variables there are

import tensorflow as tf

SPEC = tf.TensorSpec(shape=None, dtype=tf.float32)


class Mixin:
    pass


class Derived(tf.Module, Mixin):
    def __init__(self):
        super().__init__()
        self.variables = []  # HUB422


class Named(tf.Module):
    def __init__(self, name):
        super().__init__(name=name)
        self.variables = []  # HUB422


class Scoped(tf.Module):
    def __init__(self):
        super().__init__()
        self.variables = []  # HUB422

    def __call__(self, x):
        with self.name_scope:
            return x


class Saving(tf.Module):
    def __init__(self):
        super().__init__()
        self.save = True
        self.variables = []  # HUB422


class Losses(tf.train.Checkpoint):
    def __init__(self, weights):
        super().__init__()
        self.ws = [tf.Variable(each) for each in weights]
        rate = 0.1
        rate = rate / 2.0
        self.variables = [
            self.ws[0].numpy(  # the first  # HUB422
            )
        ]
        self.regularization_losses = [tf.nn.l2_loss(w) for w in self.ws]  # HUB422
        self.regularization_losses = [tf.keras.regularizers.l2(0.1), rate * tf.nn.l2_loss(self.ws[0])]  # HUB422, HUB422


class Commented(
    tf  # TensorFlow
    .Module
):
    def __init__(self):
        super().__init__()
        self.variables = []  # HUB422


class Shadowing(tf.train.Checkpoint):
    def __init__(self, tf, tensorflow):
        super().__init__()
        self.regularization_losses = [0.1 * self.v]  # HUB422


class Model(tf.Module):
    """For tf-hub."""

    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[SPEC])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


class Hidden(tf.train.Checkpoint):
    def __init__(self, v_init, trainable):
        super().__init__()
        self.v = tf.Variable(v_init, trainable)

    @tf.function(input_signature=[SPEC])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


class Elsewhere(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.build(v_init)

    def build(self, v_init):
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[SPEC])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


class Inherited(Elsewhere):
    pass


class OneLine(tf.train.Checkpoint):
    def __init__(self, v_init): self.v = tf.Variable(v_init)

    @tf.function(input_signature=[SPEC])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(Model(2.0), "a")  # HUB422
model = Model(2.0)
print("b"); tf.saved_model.save(model, "b")  # HUB422
tf.saved_model.save(Hidden(2.0, True), "c")  # HUB422
tf.saved_model.save(Elsewhere(2.0), "d")  # HUB422
tf.saved_model.save(OneLine(2.0), "e")  # HUB422
tf.saved_model.save(Inherited(2.0), "f")  # HUB422
