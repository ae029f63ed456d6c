# Other libraries have a function of this name.

import mlflow
import tensorflow as tf


def load_model(path):
    return tf.saved_model.load(path)


def loads(tf):
    return tf.keras.models.load_model("a")


load_model("a")
mlflow.tensorflow.load_model("b")
