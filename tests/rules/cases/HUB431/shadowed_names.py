# A save that is not TensorFlow's, in a file that names TensorFlow Serving.
# select: HUB431

import tensorflow as tf
from mylibrary import save

COMMAND = "tensorflow_model_server --model_name=a"

save(tf.Module(), "a")


def export(tf):
    tf.saved_model.save(tf.Module(), "a")
