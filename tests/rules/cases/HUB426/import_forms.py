# Every way to name the save, and to give it signatures.
# select: HUB426
# note: the file does not show which inputs it shall have

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import saved_model
from tensorflow.saved_model import save


def serve(x):
    return x


module = tf.Module()
tf.saved_model.save(module, "a", signatures=serve)  # HUB426
tensorflow.saved_model.save(module, "b", serve)  # HUB426
saved_model.save(module, "c", {"serving_default": serve})  # HUB426
save(module, "d", dict(serving_default=serve))  # HUB426
tf1.saved_model.save(module, "e", signatures={tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY: lambda x: x})  # HUB426
