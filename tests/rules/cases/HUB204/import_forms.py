# Every way to bring the function into a file; what runs nothing stays in the session, under the name that there is.
# note: line 17 loads another model, so which one a session runs is not to be seen
# note: line 16 loads another model, so which one a session runs is not to be seen
# select: HUB204

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import saved_model
from tensorflow.saved_model import loader
from tensorflow.saved_model.loader import load
from tensorflow.compat.v1.saved_model import load as load_model


def run(sess, folder):
    tf.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
    tensorflow.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
    tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
    tf1.saved_model.load(sess, ["serve"], folder)  # HUB204
    saved_model.loader.load(sess, ["serve"], folder)  # HUB204
    loader.load(sess, ["serve"], folder)  # HUB204
    load(sess, ["serve"], folder)  # HUB204
    load_model(sess, ["serve"], folder)  # HUB204
    tf.saved_model.load(sess, ["serve"], folder)  # HUB204
    tf.saved_model.load(sess=sess, tags=["serve"], export_dir=folder)  # HUB204

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1.saved_model import load as load_model


def run(sess, folder):
    tf1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
    tf1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
    tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
    tf1.saved_model.load(sess, ["serve"], folder)  # HUB204
    tf1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
    tf1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
    tf1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
    load_model(sess, ["serve"], folder)  # HUB204
    load_model(sess, ["serve"], folder)  # HUB204
    load_model(sess=sess, tags=["serve"], export_dir=folder)  # HUB204
