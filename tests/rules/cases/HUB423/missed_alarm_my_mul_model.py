# MyMulModel that uses what is no part of it: from the module, from its own `__init__`, by way of other functions.
# select: HUB423

import tensorflow as tf

table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(["a"], [1.0]), 0.0)
backbone = tf.keras.models.load_model("backbone.keras")


def embedded(words):
    return backbone(looked_up(words))  # HUB423


def looked_up(words):
    found = table.lookup(words)  # HUB423
    return tf.where(found > 0.0, found, table.lookup(words))


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        offset = tf.Variable(1.0)  # never trained
        rate = tf.Variable(
            0.5,
            trainable=False,
        )

        @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.string)])
        def call(words):
            return rate * embedded(words) * self.v + offset  # HUB423, HUB423

        self.__call__ = call


def export(path):
    model = MyMulModel(2.0)
    # The old one stays.
    tf.saved_model.save(model, path)

# output

import tensorflow as tf

table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(["a"], [1.0]), 0.0)
backbone = tf.keras.models.load_model("backbone.keras")


def embedded(words):
    return backbone(looked_up(words))


def looked_up(words):
    found = table.lookup(words)
    return tf.where(found > 0.0, found, table.lookup(words))


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)
        offset = tf.Variable(1.0)  # never trained
        self.offset = offset
        rate = tf.Variable(
            0.5,
            trainable=False,
        )
        self.rate = rate

        @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.string)])
        def call(words):
            return rate * embedded(words) * self.v + offset

        self.__call__ = call


def export(path):
    model = MyMulModel(2.0)
    # The old one stays.
    model.backbone = backbone
    model.table = table
    tf.saved_model.save(model, path)
