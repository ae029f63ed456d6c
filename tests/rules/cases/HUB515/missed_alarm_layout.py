# Chains over several lines, arguments, and a dataset in an attribute.

import tensorflow as tf


def inputs(self):
    self.iterator = self.dataset.make_initializable_iterator(shared_name="it")  # HUB515
    dataset = tf.data.Dataset.range(3).batch(2)
    return dataset.make_one_shot_iterator().get_next()  # HUB515

# output

import tensorflow as tf


def inputs(self):
    self.iterator = tf.compat.v1.data.make_initializable_iterator(self.dataset, shared_name="it")
    dataset = tf.data.Dataset.range(3).batch(2)
    return tf.compat.v1.data.make_one_shot_iterator(dataset).get_next()
