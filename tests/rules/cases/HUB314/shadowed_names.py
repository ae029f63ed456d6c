# Names that are spelled alike and mean something else.
# select: HUB314

import tensorflow as tf
import tensorflow_hub as hub


class KerasLayer(tf.Module):
    def save(self, folder):
        tf.saved_model.save(self, folder)


def save(layer, folder):
    print(layer, folder)


layer = hub.KerasLayer("published/1", trainable=True)
own = KerasLayer()
own.save("a")
tf.saved_model.save(own, "b")
save(layer, "c")


def export(tf, layer):
    tf.saved_model.save(layer, "d")
