# Every export of TensorFlow and Keras whose path a server may read.
# select: HUB431

import keras
import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import saved_model
from tensorflow.saved_model import save

COMMAND = "tensorflow_model_server --model_name=a --model_base_path=/models/a"

module = tf.Module()
tensorflow.saved_model.save(module, "models/first")  # HUB431
saved_model.save(module, export_dir="models/b/")  # HUB431
save(module, '/models/c')  # HUB431
tf1.saved_model.simple_save(sess, "models/fourth", inputs={}, outputs={})  # HUB431
builder = tf1.saved_model.Builder("models/fifth")  # HUB431
tf.keras.Sequential([]).export("models/sixth")  # HUB431
keras.Sequential([]).export(filepath="models/seventh")  # HUB431

# output

import keras
import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import saved_model
from tensorflow.saved_model import save

COMMAND = "tensorflow_model_server --model_name=a --model_base_path=/models/a"

module = tf.Module()
tensorflow.saved_model.save(module, "models/first/1")
saved_model.save(module, export_dir="models/b/1")
save(module, '/models/c/1')
tf1.saved_model.simple_save(sess, "models/fourth/1", inputs={}, outputs={})
builder = tf1.saved_model.Builder("models/fifth/1")
tf.keras.Sequential([]).export("models/sixth/1")
keras.Sequential([]).export(filepath="models/seventh/1")
