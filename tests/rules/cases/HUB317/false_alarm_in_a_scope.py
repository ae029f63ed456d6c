# In a scope Keras knows the layer.
# target: tf=2.15
# select: HUB317

import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer("published/1"), tf.keras.layers.Dense(1)])
model.save("model.h5")
with tf.keras.utils.custom_object_scope({"KerasLayer": hub.KerasLayer}):
    model = tf.keras.models.load_model("model.h5")
