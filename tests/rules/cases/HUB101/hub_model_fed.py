# A model of tensorflow_hub in a graph that is fed: it stays where it is loaded, and what it computes is a function.

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("modules/text")
sentences = tf.placeholder(tf.string, [None])  # HUB102
norms = tf.norm(embed.signatures["default"](sentences)["default"], axis=1)

session = tf.Session()  # HUB101
session.run([tf.global_variables_initializer(), tf.tables_initializer()])  # HUB502, HUB502
print(session.run(norms, feed_dict={sentences: ["one", "two"]}))

# output

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("modules/text")


@tf.function
def compute_norms(sentences):
    norms = tf.norm(embed.signatures["default"](sentences)["default"], axis=1)
    return norms


print(compute_norms(tf.constant(["one", "two"], tf.string)).numpy())
