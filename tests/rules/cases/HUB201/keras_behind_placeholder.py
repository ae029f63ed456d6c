# A model behind placeholders is a graph and not a model alone: what is true of graphs is true of it, whose names are kept.
# note: the session `K.get_session()` is not opened in this block

import tensorflow as tf
from keras import backend as K


def with_a_placeholder(model):
    text = tf.placeholder(tf.string, [None])  # HUB102
    images = tf.map_fn(tf.image.decode_jpeg, text, tf.uint8)
    tf.saved_model.simple_save(K.get_session(), "h", {"text": text}, {"y": model(images)})  # HUB201

# output

import tensorflow as tf
from keras import backend as K


def with_a_placeholder(model):
    text = tf.compat.v1.placeholder(tf.string, [None])  # HUB102
    images = tf.map_fn(tf.image.decode_jpeg, text, tf.uint8)
    tf.compat.v1.saved_model.simple_save(K.get_session(), "h", {"text": text}, {"y": model(images)})  # HUB201
