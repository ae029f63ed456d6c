# A layer of an object cannot be written to a file.
# on: 2.15, legacy
# model: tf2_features published
# raises: Can only generate a valid config for `hub.KerasLayer(handle, ...)`that uses a string `handle`.
# right prints: the same: True

import numpy as np
import tensorflow as tf
import tensorflow_hub as hub

loaded = hub.load("published")
layer = hub.KerasLayer(loaded, trainable=True)
model = tf.keras.Sequential([layer, tf.keras.layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(tf.ones([4, 3]), tf.zeros([4, 1]), verbose=0)
model.save("model.h5")
known = {"KerasLayer": hub.KerasLayer}
restored = tf.keras.models.load_model("model.h5", custom_objects=known)
print("the same:", np.allclose(model(tf.ones([2, 3])), restored(tf.ones([2, 3]))))
