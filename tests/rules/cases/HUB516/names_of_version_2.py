# Each name has one in TensorFlow 2 that means the same, with its arguments: the file is written anew as a whole.

import os

import tensorflow.compat.v1 as tf  # HUB516

nn = tf.nn


def lines(folder):
    if not tf.gfile.IsDirectory(folder):
        tf.gfile.MakeDirs(dirname=folder)  # once
    for path in sorted(tf.gfile.Glob(os.path.join(folder, "*.txt"))):
        with tf.gfile.Open(path) as file:
            yield from file


def loss(logits, labels, weights):
    with tf.name_scope("loss", values=[logits, tf.to_float(labels)]):
        each = nn.softmax_cross_entropy_with_logits_v2(labels=tf.to_float(labels), logits=logits, dim=-1)
        kept = tf.nn.dropout(each, keep_prob=0.75)
        return tf.reduce_sum(kept * tf.log(weights), reduction_indices=[0], keep_dims=True)

# output

import os

import tensorflow as tf

nn = tf.nn


def lines(folder):
    if not tf.io.gfile.isdir(folder):
        tf.io.gfile.makedirs(path=folder)  # once
    for path in sorted(tf.io.gfile.glob(os.path.join(folder, "*.txt"))):
        with tf.io.gfile.GFile(path) as file:
            yield from file


def loss(logits, labels, weights):
    with tf.name_scope("loss"):
        each = nn.softmax_cross_entropy_with_logits(labels=tf.cast(labels, tf.float32), logits=logits, axis=-1)
        kept = tf.nn.dropout(each, rate=0.25)
        return tf.reduce_sum(kept * tf.math.log(weights), axis=[0], keepdims=True)
