# A module and a checkpoint that say nothing of their variables, in a file that speaks of fine-tuning.
# select: HUB422

import tensorflow as tf

SPEC = tf.TensorSpec(shape=None, dtype=tf.float32)


class Module(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[SPEC])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


class Checkpoint(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        self.steps = tf.Variable(0, trainable=False, dtype=tf.int64)  # never trained

    @tf.function(input_signature=[SPEC])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


def export(path):
    """Export for TF Hub."""
    module = Module(2.0)
    module(tf.constant(1.0))
    tf.saved_model.save(module, path, signatures=module.__call__)  # HUB422
    tf.saved_model.save(Checkpoint(2.0), path)  # HUB422

# output

import tensorflow as tf

SPEC = tf.TensorSpec(shape=None, dtype=tf.float32)


class Module(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[SPEC])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


class Checkpoint(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        self.steps = tf.Variable(0, trainable=False, dtype=tf.int64)  # never trained
        self.variables = [self.v, self.steps]
        self.trainable_variables = [self.v]

    @tf.function(input_signature=[SPEC])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


def export(path):
    """Export for TF Hub."""
    module = Module(2.0)
    module(tf.constant(1.0))
    reusable = tf.train.Checkpoint(module=module)
    reusable.variables = list(module.variables)
    reusable.trainable_variables = list(module.trainable_variables)
    reusable.regularization_losses = []
    reusable.__call__ = module.__call__
    tf.saved_model.save(reusable, path, signatures=module.__call__)
    tf.saved_model.save(Checkpoint(2.0), path)
