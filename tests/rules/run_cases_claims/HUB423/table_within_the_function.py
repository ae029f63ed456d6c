# A table that is made when the function is traced.
# on: 2.15, 2.21, legacy
# raises: AssertionError: Tried to export a function which references an 'untracked' resource

import tensorflow as tf


class Model(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def __call__(self, words):
        table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(["a"], [1.0]), 0.0)
        return table.lookup(words)


tf.saved_model.save(Model(), "model")

# --- right
import tensorflow as tf


class Model(tf.Module):
    def __init__(self):
        super().__init__()
        self.table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(["a"], [1.0]), 0.0)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def __call__(self, words):
        return self.table.lookup(words)


tf.saved_model.save(Model(), "model")
print(tf.saved_model.load("model")(tf.constant(["a"])).numpy())
