# Beside Keras 3 the layer can be trained in a loop of one's own, and be saved no better.
# on: 2.15, 2.21, legacy
# model: tf2_features published
# raises: ValueError: Found zero restored functions for caller function.
# right prints: as it was trained: True

import numpy as np
import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("published", trainable=True)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(tf.square(layer(tf.ones([4, 3]), training=True)))
for variable, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
    variable.assign_sub(0.1 * gradient)
np.save("answer.npy", layer(tf.ones([1, 3])))
tf.saved_model.save(layer, "finetuned")

# --- then
import numpy as np
import tensorflow as tf
import tensorflow_hub as hub

answer = hub.load("finetuned")(tf.ones([1, 3])).numpy()
print("as it was trained:", np.allclose(answer, np.load("answer.npy")) and not np.allclose(answer, 3.0))
