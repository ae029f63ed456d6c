# Nothing is raised, and nothing is there to be called.
# on: 2.15, 2.21, legacy
# prints: signatures: []
# right prints: signatures: ['serving_default']

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
tf.saved_model.save(model, "published")
# --- then
import tensorflow as tf

print("signatures:", list(tf.saved_model.load("published").signatures))
# --- right
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
tf.saved_model.save(model, "published")
# --- then
import tensorflow as tf

print("signatures:", list(tf.saved_model.load("published").signatures))
