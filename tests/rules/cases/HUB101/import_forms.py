# Every way to bring the class into a file; what is not run in a plain `with` block stays.
# note: the session is not opened by a `with` block that ends it
# ignore: HUB514

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import Session
from tensorflow.compat.v1 import InteractiveSession as Interactive
from tensorflow.compat import v1

a = tf.Session()  # HUB101
b = tensorflow.Session()  # HUB101
c = tf1.Session()  # HUB101
d = tf.compat.v1.Session()  # HUB101
e = Session()  # HUB101
f = Interactive()  # HUB101
g = v1.Session()  # HUB101
make = tf.Session  # HUB101

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1 import InteractiveSession as Interactive
from tensorflow.compat import v1

a = v1.Session()  # HUB101
b = v1.Session()  # HUB101
c = tf1.Session()  # HUB101
d = tf.compat.v1.Session()  # HUB101
e = v1.Session()  # HUB101
f = Interactive()  # HUB101
g = v1.Session()  # HUB101
make = v1.Session  # HUB101
