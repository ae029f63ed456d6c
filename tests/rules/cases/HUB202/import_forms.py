# Every way to bring the class into a file; what is built elsewhere has no fix.
# select: HUB202

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1.saved_model import Builder
from tensorflow.python.saved_model import builder as saved_model_builder
from tensorflow.python.saved_model.builder_impl import SavedModelBuilder
from tensorflow.saved_model import builder

a = tf.saved_model.builder.SavedModelBuilder("a")  # HUB202
b = tensorflow.saved_model.Builder("b")  # HUB202
c = tf1.saved_model.Builder("c")  # HUB202
d = Builder("d")  # HUB202
e = saved_model_builder.SavedModelBuilder("e")  # HUB202
f = SavedModelBuilder("f")  # HUB202
g = builder.SavedModelBuilder("g")  # HUB202

# output

import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1.saved_model import Builder

a = tf1.saved_model.builder.SavedModelBuilder("a")  # HUB202
b = tf1.saved_model.builder.SavedModelBuilder("b")  # HUB202
c = tf1.saved_model.Builder("c")  # HUB202
d = Builder("d")  # HUB202
e = tf1.saved_model.builder.SavedModelBuilder("e")  # HUB202
f = tf1.saved_model.builder.SavedModelBuilder("f")  # HUB202
g = tf1.saved_model.builder.SavedModelBuilder("g")  # HUB202
