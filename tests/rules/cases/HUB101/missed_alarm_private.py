# TensorFlow's own packages, and those that copied from them, take the class from where it is defined.
# note: the session is not opened by a `with` block that ends it
# note: the session is not opened by a `with` block that ends it
# note: the session is not opened by a `with` block that ends it
# select: HUB101

from tensorflow.python.client import session
from tensorflow.python.client import session as session_lib
from tensorflow.python.client.session import InteractiveSession

first = session.Session()  # HUB101
second = session_lib.Session(config=None)  # HUB101
third = InteractiveSession()  # HUB101

# output

import tensorflow as tf

first = tf.compat.v1.Session()  # HUB101
second = tf.compat.v1.Session(config=None)  # HUB101
third = tf.compat.v1.InteractiveSession()  # HUB101
