# Where the graph stays, the module is loaded into it.

import tensorflow as tf
import tensorflow_hub as hub


def embed_fn(module):
    with tf.Graph().as_default():
        sentences = tf.placeholder(tf.string)  # HUB102
        embed = hub.Module(module)  # HUB301
        embeddings = embed(sentences)
        session = tf.train.MonitoredSession()  # HUB502
    return lambda x: session.run(embeddings, {sentences: x})

# output

import tensorflow as tf
import tensorflow_hub as hub


def embed_fn(module):
    with tf.Graph().as_default():
        sentences = tf.compat.v1.placeholder(tf.string)  # HUB102
        embed = hub.load(module)
        embeddings = embed.signatures['default'](sentences)['default']
        session = tf.compat.v1.train.MonitoredSession()
    return lambda x: session.run(embeddings, {sentences: x})
