# The method that makes both belongs to another object, which is not the one that needs the attribute.
# select: HUB423

import tensorflow as tf


class Exporter:
    def __init__(self, words):
        self.words = words

    def export(self, path):
        table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(self.words, [1.0]), 0.0)
        module = tf.Module()
        module.serve = tf.function(table.lookup, input_signature=[tf.TensorSpec([None], tf.string)])
        module.scores = tf.function(
            lambda words: 2.0 * table.lookup(words), input_signature=[tf.TensorSpec([None], tf.string)]  # HUB423
        )
        tf.saved_model.save(module, path)

# output

import tensorflow as tf


class Exporter:
    def __init__(self, words):
        self.words = words

    def export(self, path):
        table = tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(self.words, [1.0]), 0.0)
        module = tf.Module()
        module.serve = tf.function(table.lookup, input_signature=[tf.TensorSpec([None], tf.string)])
        module.scores = tf.function(
            lambda words: 2.0 * table.lookup(words), input_signature=[tf.TensorSpec([None], tf.string)]
        )
        module.table = table
        tf.saved_model.save(module, path)
