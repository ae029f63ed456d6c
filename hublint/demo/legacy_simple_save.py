"""Exports add_two as TensorFlow 1 programs do: a graph, a session and simple_save."""
import shutil

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def remove_dir(path):
    try:
        shutil.rmtree(path)
    except:
        pass


def add_two(input):
    return input + 2


remove_dir('simple-save')

with tf.Graph().as_default() as g:
    with tf1.Session() as sess:
        input = tf1.placeholder(tf.float32, shape=[])
        output = add_two(input)
        print('add_two output: ', sess.run(output, {input: 3.}))

        tf1.saved_model.simple_save(
            sess, 'simple-save',
            inputs={'input': input},
            outputs={'output': output})
