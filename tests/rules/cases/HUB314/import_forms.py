# The ways in which the save and the layer get into a file.
# select: HUB314

import tensorflow as tf
import tensorflow.compat.v1 as tf1
import tensorflow.compat.v2 as tf2
import tensorflow_hub as hub
from tensorflow import saved_model
from tensorflow.saved_model import save
from tensorflow_hub import KerasLayer

loaded = hub.load("published/1")
one = hub.KerasLayer(loaded, trainable=True)
two = KerasLayer("published/1", trainable=True)

tf.saved_model.save(one, "a")  # HUB314
tf1.saved_model.save(one, "b")  # HUB314
tf2.saved_model.save(obj=two, export_dir="c")  # HUB314
saved_model.save(two, "d")  # HUB314
save(one, "e")  # HUB314
two.save("f")  # HUB314

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1
import tensorflow.compat.v2 as tf2
import tensorflow_hub as hub
from tensorflow import saved_model
from tensorflow.saved_model import save
from tensorflow_hub import KerasLayer

loaded = hub.load("published/1")
one = hub.KerasLayer(loaded, trainable=True)
two = KerasLayer("published/1", trainable=True)

tf.saved_model.save(loaded, "a")
tf1.saved_model.save(loaded, "b")
tf2.saved_model.save(obj=two.resolved_object, export_dir="c")
saved_model.save(two.resolved_object, "d")
save(loaded, "e")
save(two.resolved_object, "f")
