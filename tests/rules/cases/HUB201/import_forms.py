# Every way to bring the function into a file; without a session of its own there is no fix.
# note: the session `session` is not opened in this block
# select: HUB201

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1 import saved_model
from tensorflow.python.saved_model.simple_save import simple_save
from tensorflow.saved_model import simple_save as save


def export(session, x, y):
    tf.saved_model.simple_save(session, "a", {"x": x}, {"y": y})  # HUB201
    tensorflow.saved_model.simple_save(session, "b", {"x": x}, {"y": y})  # HUB201
    tf1.saved_model.simple_save(session, "c", {"x": x}, {"y": y})  # HUB201
    saved_model.simple_save(session, "d", {"x": x}, {"y": y})  # HUB201
    simple_save(session, "e", {"x": x}, {"y": y})  # HUB201
    save(session, "f", {"x": x}, {"y": y})  # HUB201
    return tf.saved_model.simple_save  # HUB201

# output

import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1 import saved_model


def export(session, x, y):
    saved_model.simple_save(session, "a", {"x": x}, {"y": y})  # HUB201
    saved_model.simple_save(session, "b", {"x": x}, {"y": y})  # HUB201
    tf1.saved_model.simple_save(session, "c", {"x": x}, {"y": y})  # HUB201
    saved_model.simple_save(session, "d", {"x": x}, {"y": y})  # HUB201
    saved_model.simple_save(session, "e", {"x": x}, {"y": y})  # HUB201
    saved_model.simple_save(session, "f", {"x": x}, {"y": y})  # HUB201
    return saved_model.simple_save  # HUB201
