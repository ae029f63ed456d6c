# MyMulModel as a `tf.train.Checkpoint` with a table, a variable and a generator that are local to its `__init__`.
# on: 2.15, 2.21, legacy
# raises: AssertionError: Tried to export a function which references an 'untracked' resource
# right prints: [6. 4.]

import tensorflow as tf


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(["a"], [1.0]), 0.0)
        offset = tf.Variable(2.0)
        generator = tf.random.Generator.from_seed(1)

        @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.string)])
        def call(words):
            return (table.lookup(words) + offset) * self.v + 0.0 * generator.normal([1])

        self.__call__ = call


tf.saved_model.save(MyMulModel(2.0), "my_mul")

# --- then
import tensorflow as tf

print(tf.saved_model.load("my_mul")(tf.constant(["a", "b"])).numpy())
