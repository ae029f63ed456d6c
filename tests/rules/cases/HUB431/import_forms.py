# Every export of TensorFlow and Keras whose path a server may read.
# select: HUB431

import keras
import tensorflow
import tensorflow as tf
from tensorflow import saved_model
from tensorflow.saved_model import save

COMMAND = "tensorflow_model_server --model_name=a --model_base_path=/models/a"

module = tf.Module()
tensorflow.saved_model.save(module, "models/first")  # HUB431
saved_model.save(module, export_dir="models/b/")  # HUB431
save(module, '/models/c')  # HUB431
tf.keras.Sequential([]).export("models/sixth")  # HUB431
keras.Sequential([]).export(filepath="models/seventh")  # HUB431

# output

import keras
import tensorflow
import tensorflow as tf
from tensorflow import saved_model
from tensorflow.saved_model import save

COMMAND = "tensorflow_model_server --model_name=a --model_base_path=/models/a"

module = tf.Module()
tensorflow.saved_model.save(module, "models/first/1")
saved_model.save(module, export_dir="models/b/1")
save(module, '/models/c/1')
tf.keras.Sequential([]).export("models/sixth/1")
keras.Sequential([]).export(filepath="models/seventh/1")
