# Signatures that TensorFlow 2 does not have, and those of which hublint does not see the tensors.
# note: TensorFlow 2 writes predict signatures only, and line 17 asks for another method
# note: the signature at line 27 has no inputs or no outputs
# note: line 36 does not show which tensor it describes
# note: line 46 does not show which tensors the signature has
# note: line 54 needs `signature`, which only the export needed
# note: the signature at line 63 has no inputs or no outputs

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def method():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        info = tf1.saved_model.build_tensor_info(x)  # HUB203
        signature = tf1.saved_model.build_signature_def({"x": info}, {"y": info}, "my/method")  # HUB203
        builder = tf1.saved_model.Builder("c")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.save()


def no_outputs():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        info = tf1.saved_model.build_tensor_info(x)  # HUB203
        signature = tf1.saved_model.build_signature_def({"x": info})  # HUB203
        builder = tf1.saved_model.Builder("d")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.save()


def other_info(info):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.build_signature_def({"x": x.info}, {"y": x.info}, "tensorflow/serving/predict")  # HUB203
        builder = tf1.saved_model.Builder("e")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.save()


def other_signature(make):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        builder = tf1.saved_model.Builder("f")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": make(x)})
        builder.save()


def needed():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": x + 1})  # HUB203
        print(signature)
        builder = tf1.saved_model.Builder("g")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.save()


def no_scores():
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.string, [None])  # HUB102
        signature = tf1.saved_model.classification_signature_def(x, None, None)  # HUB203
        builder = tf1.saved_model.Builder("h")  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
        builder.save()
