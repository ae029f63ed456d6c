# Every way to bring the converter into a file.
# select: HUB207

import tensorflow
import tensorflow as tf
from tensorflow import lite
from tensorflow.lite import TFLiteConverter, TocoConverter
import tensorflow.compat.v1 as tf1

a = tf.lite.TFLiteConverter.from_session(sess, [x], [y])  # HUB207
b = tensorflow.lite.TocoConverter.from_frozen_graph("frozen.pb", ["x"], ["y"])  # HUB207
c = lite.TFLiteConverter.from_session(sess, [x], [y])  # HUB207
d = TFLiteConverter.from_frozen_graph("frozen.pb", ["x"], ["y"])  # HUB207
e = TocoConverter.from_saved_model("export")  # HUB207
f = tf.lite.toco_convert(graph_def, [x], [y])  # HUB207
g = tf1.lite.TFLiteConverter.from_session(sess, [x], [y])
h = tf1.lite.TFLiteConverter.from_keras_model_file("model.h5")  # HUB207

# output

import tensorflow as tf
from tensorflow.lite import TFLiteConverter
import tensorflow.compat.v1 as tf1

a = tf1.lite.TFLiteConverter.from_session(sess, [x], [y])
b = tf1.lite.TFLiteConverter.from_frozen_graph("frozen.pb", ["x"], ["y"])
c = tf1.lite.TFLiteConverter.from_session(sess, [x], [y])
d = tf1.lite.TFLiteConverter.from_frozen_graph("frozen.pb", ["x"], ["y"])
e = TFLiteConverter.from_saved_model("export")
f = tf1.lite.toco_convert(graph_def, [x], [y])
g = tf1.lite.TFLiteConverter.from_session(sess, [x], [y])
h = TFLiteConverter.from_keras_model(tf.keras.models.load_model("model.h5"))
