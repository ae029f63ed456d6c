# Folders that are called like versions, where the purpose is to serve.
# target: tf=2.21,purpose=serve
# select: HUB431
# note: which whole number the version shall be is the author's to say
# note: the path is put together, or has a name

import os

import tensorflow as tf

VERSION = "1.0.0"


def export(module, base):
    tf.saved_model.save(module, "models/my_model/v2")  # HUB431
    tf.saved_model.save(module, "models/my_model/0.1")  # HUB431
    tf.saved_model.save(module, os.path.join(base, VERSION))  # HUB431
    tf.saved_model.save(module, f"{base}/v3")  # HUB431

# output

import os

import tensorflow as tf

VERSION = "1.0.0"


def export(module, base):
    tf.saved_model.save(module, "models/my_model/2")
    tf.saved_model.save(module, "models/my_model/0.1")
    tf.saved_model.save(module, os.path.join(base, VERSION))
    tf.saved_model.save(module, f"{base}/v3")
