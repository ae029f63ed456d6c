# A module that is to be trained has a successor in TensorFlow 2's format, whose variables the layer trains.
# on: 2.15, 2.21, legacy
# model: tf1_text https://tfhub.dev/google/nnlm-en-dim128/1
# model: tf2_text https://tfhub.dev/google/nnlm-en-dim128/2
# raises: AttributeError: module 'tensorflow_hub' has no attribute 'Module'
# right prints: 2 variables change

import tensorflow as tf
import tensorflow_hub as hub

with tf.Graph().as_default():
    module = hub.Module("https://tfhub.dev/google/nnlm-en-dim128/1", trainable=True)
    loss = tf.reduce_mean(module(["one", "two"]) ** 2)
    train = tf.compat.v1.train.GradientDescentOptimizer(0.1).minimize(loss)

# --- right
import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2", trainable=True)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean(layer(tf.constant(["one", "two"])) ** 2)
before = [variable.numpy() for variable in layer.trainable_variables]
for variable, gradient in zip(layer.trainable_variables, tape.gradient(loss, layer.trainable_variables)):
    variable.assign_sub(0.1 * gradient)
changed = sum((variable.numpy() != old).any() for variable, old in zip(layer.trainable_variables, before))
print(changed, "variables change")
