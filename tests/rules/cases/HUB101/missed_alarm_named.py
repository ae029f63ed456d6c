# The class is reported where it is only named: in an annotation, a default, a base, an attribute.
# note: the session is not opened by a `with` block that ends it
# ignore: HUB514

import tensorflow as tf


class Own(tf.Session):  # HUB101
    def __init__(self, sess: tf.compat.v1.Session = None):  # HUB101
        self.sess = sess or tf.compat.v1.InteractiveSession()  # HUB101


def make(kind=tf.Session):  # HUB101
    return kind()

# output

import tensorflow as tf


class Own(tf.compat.v1.Session):  # HUB101
    def __init__(self, sess: tf.compat.v1.Session = None):  # HUB101
        self.sess = sess or tf.compat.v1.InteractiveSession()  # HUB101


def make(kind=tf.compat.v1.Session):  # HUB101
    return kind()
