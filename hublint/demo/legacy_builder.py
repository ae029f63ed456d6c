"""Exports add_two as TensorFlow 1 programs do: a graph, a session and a SavedModelBuilder."""
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


remove_dir('saved-model-builder')

with tf.Graph().as_default() as g:
    with tf1.Session() as sess:
        input = tf1.placeholder(tf.float32, shape=[])
        output = add_two(input)
        print('add two output: ', sess.run(output, {input: 3.}))

        # Save with SavedModelBuilder
        builder = tf1.saved_model.Builder('saved-model-builder')
        sig_def = tf1.saved_model.predict_signature_def(
            inputs={'input': input},
            outputs={'output': output})
        builder.add_meta_graph_and_variables(
            sess, tags=["serve"], signature_def_map={
                tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY: sig_def
            })
        builder.save()
