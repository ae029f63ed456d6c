# The recipe of the page on fine-tuning: train the layer in a model, save the object in it, and take it from there.
# on: 2.21
# fresh
# model: tf2_features published
# raises: Only instances of `keras.Layer` can be added to a Sequential model
# right prints: tuned: True, again: 2

import os

import tensorflow as tf
import tensorflow_hub as hub

loaded_obj = hub.load("published")
hub_layer = hub.KerasLayer(loaded_obj, trainable=True)

model = tf.keras.Sequential([hub_layer, tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.zeros([4, 1]), verbose=0)
tuned = loaded_obj.weights.numpy()

export_module_dir = os.path.join(os.getcwd(), "finetuned_model_export")
tf.saved_model.save(loaded_obj, export_module_dir)

again = hub.load(export_module_dir)
same = bool((again.weights.numpy() == tuned).all() and (tuned != 1.0).any())
layer = hub.KerasLayer(again, trainable=True)
print(f"tuned: {same}, again: {len(layer.trainable_weights)}")
