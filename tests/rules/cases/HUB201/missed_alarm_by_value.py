# The function is reported where it is kept under another name, and where that name is called.
# note: the session `session` is not opened in this block

import tensorflow as tf

save = tf.compat.v1.saved_model.simple_save  # HUB201
table = {"simple": tf.saved_model.simple_save}  # HUB201


def export(session, x):
    save(session, "out", {"x": x}, {"x": x})  # HUB201

# output

import tensorflow as tf

save = tf.compat.v1.saved_model.simple_save  # HUB201
table = {"simple": tf.compat.v1.saved_model.simple_save}  # HUB201


def export(session, x):
    save(session, "out", {"x": x}, {"x": x})  # HUB201
