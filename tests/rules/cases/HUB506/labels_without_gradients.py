# No gradients flowed into the labels. What a `tf.function` is given has none anyway.
# select: HUB506

import tensorflow as tf

flags = tf.app.flags


def loss(logits, labels):
    return tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)  # HUB506


def distilled(logits, teacher):
    return tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=teacher / 2, dim=0)  # HUB506


@tf.function
def train_step(logits, labels, teacher):
    soft = tf.nn.softmax(teacher)
    own = tf.nn.softmax_cross_entropy_with_logits(labels=soft, logits=logits)  # HUB506
    return own + tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)

# output

import tensorflow as tf

flags = tf.app.flags


def loss(logits, labels):
    return tf.nn.softmax_cross_entropy_with_logits(labels=tf.stop_gradient(labels), logits=logits)


def distilled(logits, teacher):
    return tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=tf.stop_gradient(teacher / 2), axis=0)


@tf.function
def train_step(logits, labels, teacher):
    soft = tf.nn.softmax(teacher)
    own = tf.nn.softmax_cross_entropy_with_logits(labels=tf.stop_gradient(soft), logits=logits)
    return own + tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits)
