# A session that holds what was loaded into it has a graph of its own, and runs beside eager code.

import tensorflow.compat.v1 as tf


class Ranker:
    def __init__(self, folder):
        self.session = tf.Session()  # HUB101
        tf.saved_model.loader.load(self.session, ["serve"], folder)  # HUB204


ranker = Ranker("model")
