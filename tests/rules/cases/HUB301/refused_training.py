# What is trained has to be among the trainable variables, and what `hub.load` gives is not.
# select: HUB301
# note: line 12 may train the module, and what `hub.load` gives is not among the trainable variables

import tensorflow as tf
import tensorflow_hub as hub

known = hub.Module("https://tfhub.dev/google/nnlm-en-dim128/1", trainable=True)  # HUB301
other = hub.Module("modules/own", trainable=FLAGS.fine_tune)  # HUB301
fixed = hub.Module("modules/own", trainable=False)  # HUB301
loss = tf.reduce_mean(known(x) + other(x) + fixed(x))
train = tf.train.AdamOptimizer().minimize(loss)

# output

import tensorflow as tf
import tensorflow_hub as hub

known = hub.Module("https://tfhub.dev/google/nnlm-en-dim128/1", trainable=True)  # HUB301
other = hub.Module("modules/own", trainable=FLAGS.fine_tune)  # HUB301
fixed = hub.load("modules/own")
loss = tf.reduce_mean(known(x) + other(x) + fixed.signatures["default"](x)["default"])
train = tf.train.AdamOptimizer().minimize(loss)
