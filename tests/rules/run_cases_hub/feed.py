"""A graph with a module in it that is fed in a session kept open: what becomes a function."""

import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

tf.disable_v2_behavior()

g = tf.Graph()
with g.as_default():
    text_input = tf.placeholder(dtype=tf.string, shape=[None])
    embed = hub.Module("modules/text")
    embedded_text = embed(text_input)
    norms = tf.norm(embedded_text, axis=1)
    init_op = tf.group([tf.global_variables_initializer(), tf.tables_initializer()])
g.finalize()
session = tf.Session(graph=g)
session.run(init_op)
print(session.run(embedded_text, feed_dict={text_input: ["one", "two"]}))
print(session.run(norms, feed_dict={text_input: ["three"]}))
