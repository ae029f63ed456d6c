# One `with` for graph and session; names that are free again are used again by the next program.

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def add_two(input):
    return input + 2


with tf.Graph().as_default() as g, tf1.Session() as sess:  # HUB101
    input = tf1.placeholder(tf.float32, shape=[])  # HUB102
    output = add_two(input)
    print('output: ', sess.run(output, {input: 3.}))
    tf1.saved_model.simple_save(sess, 'first', inputs={'input': input}, outputs={'output': output})  # HUB201

with tf.Graph().as_default() as g, tf1.Session(graph=g) as sess:  # HUB101
    input = tf1.placeholder(tf.int32, shape=[None])  # HUB102
    output = add_two(input)
    print('output: ', sess.run(output, feed_dict={input: [3, 4]}))
    tf1.saved_model.simple_save(sess, 'second', inputs={'input': input}, outputs={'output': output})  # HUB201

# output

import tensorflow as tf


def add_two(input):
    return input + 2


@tf.function(input_signature=[tf.TensorSpec(shape=[], dtype=tf.float32, name='input')])
def serving_default(input):
    output = add_two(input)
    return {'output': output}


print('output: ', serving_default(tf.constant(3., tf.float32))['output'].numpy())
module = tf.Module()
module.serving_default = serving_default
tf.saved_model.save(module, 'first', signatures={'serving_default': serving_default})


@tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.int32, name='input')])
def serving_default(input):
    output = add_two(input)
    return {'output': output}


print('output: ', serving_default(tf.constant([3, 4], tf.int32))['output'].numpy())
module = tf.Module()
module.serving_default = serving_default
tf.saved_model.save(module, 'second', signatures={'serving_default': serving_default})
