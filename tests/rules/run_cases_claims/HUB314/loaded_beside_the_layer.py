# The object that is saved is not the one in the layer, and has the weights as they were published.
# on: 2.15, legacy
# model: tf2_features published
# prints: trained and then lost: True
# right prints: trained and then lost: False

import tensorflow as tf
import tensorflow_hub as hub

loaded_obj = hub.load("published")
hub_layer = hub.KerasLayer("published", trainable=True)
model = tf.keras.Sequential([hub_layer, tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.zeros([4, 1]), verbose=0)
assert (hub_layer.variables[0].numpy() != 1.0).any()
tf.saved_model.save(loaded_obj, "finetuned")

# --- then
import tensorflow_hub as hub

print("trained and then lost:", bool((hub.load("finetuned").weights.numpy() == 1.0).all()))
