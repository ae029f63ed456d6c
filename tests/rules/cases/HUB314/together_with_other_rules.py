# The whole of the page on fine-tuning, with the layer saved where the object was meant, for Keras 3.

import os

import tensorflow as tf
import tensorflow_hub as hub

loaded_obj = hub.load("published/1")
hub_layer = hub.KerasLayer(loaded_obj, trainable=True)  # HUB310

model = tf.keras.Sequential([hub_layer, tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.zeros([4, 1]))

export_module_dir = os.path.join(os.getcwd(), "finetuned_model_export")
tf.saved_model.save(hub_layer, export_module_dir)  # HUB314

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub as hub

loaded_obj = hub.load("published/1")
hub_layer = hub.KerasLayer(loaded_obj, trainable=True)

model = tf.keras.Sequential([hub_layer, tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.zeros([4, 1]))

export_module_dir = os.path.join(os.getcwd(), "finetuned_model_export")
tf.saved_model.save(loaded_obj, export_module_dir)
