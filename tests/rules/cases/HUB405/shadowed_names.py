# Objects of other kinds have methods of these names.

import tensorflow as tf
import torch


class Store:
    def save_weights(self, path):
        self.path = path


def keep(tf):
    tf.keras.Sequential().save_weights("a.h5")


Store().save_weights("b.h5")
torch.load("c").save_weights("d.h5")
