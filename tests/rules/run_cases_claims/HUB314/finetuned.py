# The page's own way to save what was fine-tuned, with the layer in the place of the object: it cannot be used again.
# on: 2.15, legacy
# model: tf2_features published
# raises: ValueError: Found zero restored functions for caller function.
# right prints: tuned again: True

import tensorflow as tf
import tensorflow_hub as hub

loaded_obj = hub.load("published")
hub_layer = hub.KerasLayer(loaded_obj, trainable=True)
model = tf.keras.Sequential([hub_layer, tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.zeros([4, 1]), verbose=0)
loaded_obj.weights.assign(tf.fill([3, 4], 7.0))
tf.saved_model.save(hub_layer, "finetuned")

# --- then
import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("finetuned", trainable=True)
assert (layer.variables[0].numpy() == 7.0).all()
model = tf.keras.Sequential([layer, tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.zeros([4, 1]), verbose=0)
print("tuned again:", len(layer.trainable_weights) == 2 and bool((layer.variables[0].numpy() != 7.0).any()))
