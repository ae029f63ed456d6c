# A save that is not TensorFlow's, and a name that means something else by then.
# select: HUB426

import tensorflow as tf
from mylibrary import save


def serve(x):
    return x


save(tf.Module(), "a", signatures=serve)


def export(tf, module):
    tf.saved_model.save(module, "b", signatures=serve)


def export_other(serve):
    tf.saved_model.save(tf.Module(), "c", signatures=serve)
