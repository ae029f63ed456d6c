# A save that is not TensorFlow's.
# select: HUB425

import tensorflow as tf
from mylibrary import save


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
def serve(x):
    return {"a": {"b": x}}


save(tf.Module(), "a", signatures=serve)


def export(tf, module):
    tf.saved_model.save(module, "b", signatures=serve)
