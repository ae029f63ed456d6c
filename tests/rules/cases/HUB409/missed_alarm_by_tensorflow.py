# TensorFlow saves such a model without an error, and without anything to call.

import tensorflow as tf


class Net(tf.keras.Model):
    def call(self, inputs):
        return inputs


def sequential():
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    tf.saved_model.save(model, "a")  # HUB409


def own():
    net = Net()
    tf.saved_model.save(obj=net, export_dir="b")  # HUB409


def with_a_function(serve):
    net = Net()
    tf.saved_model.save(net, "c", serve)


def of_another_kind():
    module = tf.Module()
    tf.saved_model.save(module, "d")
