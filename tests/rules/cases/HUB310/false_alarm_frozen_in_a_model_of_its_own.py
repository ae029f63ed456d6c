# A layer that nobody wants trained works in a model or layer of the file's own, and so does one that is trained by hand.
# select: HUB310

import tensorflow as tf
import tensorflow_hub as hub


class Classifier(tf.keras.Model):
    def __init__(self, handle, tuned):
        super().__init__()
        self.embed = hub.KerasLayer(handle)
        self.other = hub.KerasLayer(handle, trainable=False)
        self.asked = hub.KerasLayer(handle, trainable=tuned)

    def call(self, inputs):
        return self.embed(inputs) + self.other(inputs) + self.asked(inputs)


class ByHand(tf.keras.Model):
    def __init__(self, handle):
        super().__init__()
        self.embed = hub.KerasLayer(handle, trainable=True)
        self.head = tf.keras.layers.Dense(1)

    def train_step(self, data):
        inputs, labels = data
        variables = [*self.embed.trainable_variables, *self.head.trainable_variables]
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(self.head(self.embed(inputs, training=True)) - labels))
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return {"loss": loss}


class Module(tf.Module):
    def __init__(self, handle):
        self.embed = hub.KerasLayer(handle, trainable=True)
