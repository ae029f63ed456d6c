# Parameters and local classes that are not TensorFlow's.

import tensorflow as tf


class Exporter:
    def export_savedmodel(self, folder, receiver):
        return folder

    def again(self):
        return self.export_savedmodel("export", None)


def export(tf, receiver):
    return tf.estimator.export.ServingInputReceiver(receiver, receiver)


Exporter().export_savedmodel("export", tf.constant(1))
