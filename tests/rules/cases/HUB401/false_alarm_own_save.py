# A class whose `save` is its own takes the arguments that it likes.
# target: tf=2.15

import tensorflow as tf


class Ranker(tf.keras.Model):
    def save(self, folder):
        self.save_weights(folder)

    def publish(self):
        self.compile("adam", "mse")
        self.save("out/1")


ranker = Ranker()
ranker.compile("adam", "mse")
ranker.save("out/1")
