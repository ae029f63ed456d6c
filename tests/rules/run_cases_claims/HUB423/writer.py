# A summary writer in a function that is saved.
# on: 2.15, 2.21, legacy
# raises: AssertionError: Tried to export a function which references an 'untracked' resource

import tensorflow as tf

writer = tf.summary.create_file_writer("logs")


class Model(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        with writer.as_default():
            tf.summary.scalar("sum", tf.reduce_sum(x), step=0)
        return 2.0 * x


tf.saved_model.save(Model(), "model")

# --- right
import tensorflow as tf

writer = tf.summary.create_file_writer("logs")


class Model(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return 2.0 * x


model = Model()
with writer.as_default():
    tf.summary.scalar("sum", tf.reduce_sum(model(tf.ones([2]))), step=0)
tf.saved_model.save(model, "model")
